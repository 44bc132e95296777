package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.help.completion.ModelWords;
import io.github.wasmclassify.model.Catalogue;
import io.github.wasmclassify.model.Model;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The model names that shells complete, depending on what the command does with the model. */
abstract class ModelNames implements ModelWords {
    private final Local local;
    private final Supplier<Iterable<String>> always;

    /** @param always names that are offered even if the model is not on this machine; looked up when needed */
    private ModelNames(Local local, Supplier<Iterable<String>> always) {
        this.local = local;
        this.always = always;
    }

    private static Set<String> catalogue() {
        return Catalogue.bundled().cards().keySet();
    }

    @Override
    public Local local() {
        return local;
    }

    @Override
    public Iterator<String> iterator() {
        return always.get().iterator();
    }

    /** Models on this machine. */
    static final class Here extends ModelNames {
        Here() {
            super(Local.ADDED, List::of);
        }
    }

    /** Models that can be run, the built-in one included. */
    static final class Usable extends ModelNames {
        Usable() {
            super(Local.ADDED, () -> List.of(Model.POCKET));
        }
    }

    /** All known models, those of the catalogue included. */
    static final class Known extends ModelNames {
        Known() {
            super(Local.ADDED, ModelNames::catalogue);
        }
    }

    /** Models that can be downloaded. */
    static final class Missing extends ModelNames {
        Missing() {
            super(
                    Local.REMOVED,
                    () -> catalogue().stream()
                            .filter(name -> !name.equals(Model.POCKET))
                            .toList());
        }
    }
}
