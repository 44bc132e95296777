/** The hot loops of a network with the JVM's vector instructions, which the guest of the simd engine calls. */
@Internal
package io.github.wasmclassify.guest.kernels;

import io.github.wasmclassify.Internal;
