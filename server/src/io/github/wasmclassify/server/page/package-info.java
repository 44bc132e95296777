/** The page for browsers, with its files. */
package io.github.wasmclassify.server.page;
