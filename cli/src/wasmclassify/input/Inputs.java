package wasmclassify.input;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import wasmclassify.error.InputException;
import wasmclassify.error.PictureException;
import wasmclassify.error.PictureException.Reason;

/**
 * The pictures that a user means, one after the other in the order in which they were named. They are found while they are asked for, so
 * that a run over very many begins at once and needs little memory.
 */
public final class Inputs implements Iterator<PictureInput>, AutoCloseable {
    private final InputSpec spec;
    /** What is named further on, each a name that stands for itself or a list of names. */
    private final Iterator<Iterator<String>> sources;
    private final List<ListFile> lists = new ArrayList<>();
    private Iterator<String> names = Collections.emptyIterator();
    private UrlFetcher fetcher; // made when it is needed: its classes take long to load
    private Iterator<PictureInput> pictures = Collections.emptyIterator();

    private Inputs(InputSpec spec) {
        this.spec = spec;
        List<Iterator<String>> found = new ArrayList<>();
        for (String operand : spec.operands()) {
            found.add(operand.startsWith(InputSpec.LIST_PREFIX)
                    ? list(operand.substring(InputSpec.LIST_PREFIX.length()))
                    : List.of(operand).iterator());
        }
        spec.filesFrom().ifPresent(source -> found.add(list(source)));
        sources = found.iterator();
    }

    private ListFile list(String source) {
        ListFile list = ListFile.open(source, spec.nulSeparated());
        lists.add(list);
        return list;
    }

    /** @throws InputException if a list cannot be read, or stdin is named twice */
    public static Inputs of(InputSpec spec) {
        long ofStdin = spec.operands().stream().filter(operand -> operand.equals("-") || operand.equals("@-")).count()
                + spec.filesFrom().filter(StandardInput.NAME::equals).stream().count();
        if (ofStdin > 1) {
            throw new InputException("stdin is named " + ofStdin + " times, and can be read only once");
        }
        return new Inputs(spec);
    }

    /** How many pictures a user means; negative where only reading stdin would tell. May take long. */
    public static long count(InputSpec spec) {
        if (spec.readsNamesFromStdin()) {
            return -1;
        }
        try (Inputs inputs = of(spec)) {
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

    private Iterator<PictureInput> picturesOf(String name) {
        if (name.equals(StandardInput.NAME)) {
            return List.<PictureInput>of(new StandardInput()).iterator();
        }
        if (UrlInput.isAddress(name)) {
            return List.of(address(name)).iterator();
        }
        try {
            Path path = UndecodedName.isOne(name) ? UndecodedName.find(name).orElseGet(() -> Path.of(name)) : Path.of(name);
            return Files.isDirectory(path)
                    ? new DirectoryWalk(path, spec.recursive(), spec.filter())
                    : List.<PictureInput>of(new FileInput(path)).iterator();
        } catch (InvalidPathException e) {
            var failure = new PictureException(Reason.UNREADABLE, "no file can have this name: " + e.getReason(), e);
            return List.<PictureInput>of(new FailedInput(name, failure)).iterator();
        }
    }

    private PictureInput address(String name) {
        if (!spec.allowUrl()) {
            return new FailedInput(name, new PictureException(Reason.UNREADABLE, "is an address; --allow-url has it fetched"));
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
