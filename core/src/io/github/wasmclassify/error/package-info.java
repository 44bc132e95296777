/** What the library throws: each exception says what failed and whether the next picture may be tried. */
package io.github.wasmclassify.error;
