/** Downloads of large files, which go on where they broke off. */
package io.github.wasmclassify.net.download;
