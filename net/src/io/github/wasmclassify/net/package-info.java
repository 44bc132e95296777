/** Requests by HTTP, within limits of size and time and to permitted addresses only. */
package io.github.wasmclassify.net;
