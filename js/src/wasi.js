const SUCCESS = 0;
const BAD_DESCRIPTOR = 8;

/**
 * As much of WASI as the guest gets: a clock, random numbers for its hash tables, and a place for the last words of a panic.
 * It sees no arguments, environment or files.
 */
export class Wasi {
  /** What the guest wrote to its standard streams. */
  said = "";
  #memory;

  /** Before the first call of the guest. */
  attach(memory) {
    this.#memory = memory;
  }

  get imports() {
    const none = () => BAD_DESCRIPTOR;
    return {
      args_sizes_get: (count, size) => this.#noStrings(count, size),
      args_get: () => SUCCESS,
      environ_sizes_get: (count, size) => this.#noStrings(count, size),
      environ_get: () => SUCCESS,
      clock_time_get: (clock, _precision, result) => this.#clock(clock, result),
      random_get: (start, length) => this.#random(start, length),
      fd_write: (_descriptor, parts, count, written) => this.#write(parts, count, written),
      fd_close: none,
      fd_fdstat_get: none,
      fd_filestat_get: none,
      fd_prestat_get: none,
      fd_prestat_dir_name: none,
      fd_read: none,
      path_filestat_get: none,
      path_open: none,
      proc_exit: (status) => {
        throw new WebAssembly.RuntimeError(`the guest ended with status ${status}`);
      },
    };
  }

  // The memory's buffer is another one after the guest has grown it, so views are made when they are needed.
  #view() {
    return new DataView(this.#memory.buffer);
  }

  #setUint32(pointer, value) {
    this.#view().setUint32(pointer, value, true);
  }

  #noStrings(count, size) {
    this.#setUint32(count, 0);
    this.#setUint32(size, 0);
    return SUCCESS;
  }

  /** Nanoseconds: of the day, or of the clock that never goes back. */
  #clock(clock, result) {
    const milliseconds = clock === 0 ? Date.now() : performance.now();
    this.#view().setBigUint64(result, BigInt(Math.round(milliseconds * 1e6)), true);
    return SUCCESS;
  }

  #random(start, length) {
    crypto.getRandomValues(new Uint8Array(this.#memory.buffer, start, length));
    return SUCCESS;
  }

  /** Each part is a pointer and a length. */
  #write(parts, count, written) {
    const view = this.#view();
    let total = 0;
    for (let part = parts; part < parts + 8 * count; part += 8) {
      const length = view.getUint32(part + 4, true);
      this.said += new TextDecoder().decode(new Uint8Array(view.buffer, view.getUint32(part, true), length));
      total += length;
    }
    this.#setUint32(written, total);
    return SUCCESS;
  }
}
