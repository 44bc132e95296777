/** Guests that have loaded their models, kept in the user's cache for later runs. */
@Internal
package io.github.wasmclassify.snapshot;

import io.github.wasmclassify.Internal;
