/** The JSON of results, the same from the command and the server. */
@Internal
package io.github.wasmclassify.result;

import io.github.wasmclassify.Internal;
