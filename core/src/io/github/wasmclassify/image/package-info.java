/** Decodes pictures on the host. */
@Internal
package io.github.wasmclassify.image;

import io.github.wasmclassify.Internal;
