package io.github.wasmclassify.training;

import io.github.wasmclassify.training.head.Head;
import java.util.List;
import java.util.Optional;

/**
 * What came of training.
 *
 * @param head fitted to all pictures
 * @param strength of the regularisation, as cross-validation chose it
 * @param heldOut how a head that was fitted to the other pictures did on those held out; absent if none could be
 * @param suspects the least likely label first
 */
public record Training(Head head, double strength, Optional<Assessment> heldOut, List<Suspect> suspects) {}
