/** What makes the next start of the command faster: an archive of its classes. */
package io.github.wasmclassify.cli.warmup;
