package wasmclassify.report;

/**
 * What is the same for all results of a run.
 *
 * @param model name or file
 * @param engine what computes, such as {@code wasm}
 */
public record RunFacts(String model, String engine) {}
