/** Adds, pulls and removes the user's models. */
package io.github.wasmclassify.cli.models;
