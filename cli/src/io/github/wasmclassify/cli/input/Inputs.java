package io.github.wasmclassify.cli.input;

import io.github.wasmclassify.cli.error.InputException;
import io.github.wasmclassify.error.PictureException;
import io.github.wasmclassify.error.PictureException.Reason;
import io.github.wasmclassify.image.PictureFile;
import io.github.wasmclassify.net.UrlFetcher;
import io.github.wasmclassify.text.WebAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The pictures that a user named, in order. They are found one by one, so that a run over very many starts at once and
 * needs little memory.
 */
public final class Inputs implements Iterator<PictureInput>, AutoCloseable {
    private final InputSpec spec;
    private final PassedOver passedOver;
    /** The remaining operands, each a single name or a list of names. */
    private final Iterator<Iterator<Name>> sources;

    private final List<ListFile> lists = new ArrayList<>();
    private Iterator<Name> names = Collections.emptyIterator();
    private UrlFetcher fetcher; // created when needed, because its classes take long to load
    private Iterator<PictureInput> pictures = Collections.emptyIterator();

    /** @param mayBeAddress whether a name that looks like an address is treated as one */
    private record Name(String text, boolean mayBeAddress) {}

    private Inputs(InputSpec spec, PassedOver passedOver) {
        this.spec = spec;
        this.passedOver = passedOver;
        List<Iterator<Name>> found = new ArrayList<>();
        for (int i = 0; i < spec.operands().size(); i++) {
            String operand = spec.operands().get(i);
            found.add(
                    spec.isList(i)
                            ? listOf(operand)
                            : List.of(new Name(operand, spec.isAddress(i))).iterator());
        }
        spec.filesFrom().ifPresent(source -> found.add(list(source)));
        sources = found.iterator();
    }

    /**
     * The names in the list that an operand names. If a file's own name begins with the prefix, the user may mean that
     * file.
     */
    private Iterator<Name> listOf(String operand) {
        String source = operand.substring(InputSpec.LIST_PREFIX.length());
        String hint = "; for a file of this name, write ./" + operand;
        if (!source.equals(StandardInput.NAME) && PictureFile.isPicture(Path.of(source))) {
            throw new InputException("list `" + source + "`: it is a picture; leave out the @");
        }
        try {
            return list(source);
        } catch (InputException e) {
            throw Files.exists(Path.of(operand)) ? new InputException(e.getMessage() + hint, e) : e;
        }
    }

    private Iterator<Name> list(String source) {
        ListFile list = ListFile.open(source, spec.nulSeparated());
        lists.add(list);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return list.hasNext();
            }

            @Override
            public Name next() {
                String name = list.next();
                return new Name(name, WebAddress.is(name));
            }
        };
    }

    /**
     * @param passedOver counts the files of directories that may be pictures of other kinds
     * @throws InputException if a list cannot be read, or stdin is named twice
     */
    public static Inputs of(InputSpec spec, PassedOver passedOver) {
        if (spec.timesOfStdin() > 1) {
            throw new InputException("stdin is named " + spec.timesOfStdin() + " times, but can be read only once");
        }
        return new Inputs(spec, passedOver);
    }

    /** The number of pictures that a user named; negative if only reading stdin would tell. May take long. */
    public static long count(InputSpec spec) {
        if (spec.readsNamesFromStdin()) {
            return -1;
        }
        try (Inputs inputs = of(spec, new PassedOver())) {
            long count = 0;
            for (; inputs.hasNext(); inputs.next()) {
                count++;
            }
            return count;
        }
    }

    @Override
    public boolean hasNext() {
        while (!pictures.hasNext()) {
            if (names.hasNext()) {
                pictures = picturesOf(names.next());
            } else if (sources.hasNext()) {
                names = sources.next();
            } else {
                return false;
            }
        }
        return true;
    }

    @Override
    public PictureInput next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return pictures.next();
    }

    private Iterator<PictureInput> picturesOf(Name named) {
        String name = named.text();
        if (name.equals(StandardInput.NAME)) {
            return List.<PictureInput>of(new StandardInput()).iterator();
        }
        if (named.mayBeAddress()) {
            return List.of(address(name)).iterator();
        }
        try {
            Path path =
                    UndecodedName.isOne(name) ? UndecodedName.find(name).orElseGet(() -> Path.of(name)) : Path.of(name);
            return Files.isDirectory(path)
                    ? new DirectoryWalk(path, spec.recursive(), spec.filter(), passedOver)
                    : List.<PictureInput>of(new FileInput(path)).iterator();
        } catch (InvalidPathException e) {
            var failure = new PictureException(Reason.UNREADABLE, "not a valid file name: " + e.getReason(), e);
            return List.<PictureInput>of(new FailedInput(name, failure)).iterator();
        }
    }

    private PictureInput address(String name) {
        if (!spec.allowUrl()) {
            return new FailedInput(
                    name, new PictureException(Reason.UNREADABLE, "is a URL; use --allow-url to fetch it"));
        }
        if (fetcher == null) {
            fetcher = new UrlFetcher();
        }
        return new UrlInput(name, fetcher);
    }

    @Override
    public void close() {
        lists.forEach(ListFile::close);
    }
}
