/** Help in sections, manual pages and environment variables. */
package io.github.wasmclassify.cli.help;
