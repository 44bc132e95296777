/** Small readers of text. */
@Internal
package io.github.wasmclassify.text;

import io.github.wasmclassify.Internal;
