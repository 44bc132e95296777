/** Reads what exporters leave beside a model's file. */
@Internal
package io.github.wasmclassify.model.beside;

import io.github.wasmclassify.Internal;
