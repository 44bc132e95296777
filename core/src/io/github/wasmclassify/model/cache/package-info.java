/** The user's folder of models: where it is, digests and locks of its files. */
@Internal
package io.github.wasmclassify.model.cache;

import io.github.wasmclassify.Internal;
