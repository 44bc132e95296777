/** Reading files within limits, and words for what goes wrong with them. */
@Internal
package io.github.wasmclassify.file;

import io.github.wasmclassify.Internal;
