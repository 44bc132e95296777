package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.help.completion.ModelWords;
import io.github.wasmclassify.model.Catalogue;
import io.github.wasmclassify.model.Model;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The names of models that a shell offers in a place, by what can be done with the model there. */
abstract class ModelNames implements ModelWords {
    private final Local local;
    private final Supplier<Iterable<String>> always;

    /** @param always names of models that need not be on this machine; looked up when somebody asks for them */
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

    /** Those on this machine. */
    static final class Here extends ModelNames {
        Here() {
            super(Local.ADDED, List::of);
        }
    }

    /** Those that can be run: the built-in one too. */
    static final class Usable extends ModelNames {
        Usable() {
            super(Local.ADDED, () -> List.of(Model.POCKET));
        }
    }

    /** Those of the catalogue too. */
    static final class Known extends ModelNames {
        Known() {
            super(Local.ADDED, ModelNames::catalogue);
        }
    }

    /** Those that can be brought here. */
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
