/** The smallest module with a vector in it: a function that gives `i32x4.splat(i32.const 0)`. */
const MODULE_WITH_VECTOR = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // magic number, version
  ...[1, 5, 1, 0x60, 0, 1, 0x7b], // types: () -> v128
  ...[3, 2, 1, 0], // functions: one, of type 0
  ...[10, 8, 1, 6, 0, 0x41, 0, 0xfd, 0x11, 0x0b], // code
);

/** Whether this WebAssembly engine has vectors of 128 bits. */
export function supportsSimd128() {
  return WebAssembly.validate(MODULE_WITH_VECTOR);
}
