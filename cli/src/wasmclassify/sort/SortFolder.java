package wasmclassify.sort;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A folder with one folder inside for each verdict, and the names that are free there. */
final class SortFolder {
    private final Path root;
    /** Names that a dry run has given away. */
    private final Set<Path> planned = new HashSet<>();
    /** Of names that were taken, the number to try next. */
    private final Map<Path, Integer> numbers = new HashMap<>();

    SortFolder(Path root) {
        this.root = root;
    }

    /** The folder of a verdict; it need not exist. */
    Path of(String verdict) {
        return root.resolve(FolderName.of(verdict));
    }

    /** A name in a folder that nothing has: the picture's own or, where that is taken, with a number: {@code lemon (2).png}. */
    Path freeName(Path folder, String name) {
        Path wanted = folder.resolve(name);
        Path free = wanted;
        while (Filing.isThere(free) || planned.contains(free)) {
            int number = numbers.merge(wanted, 2, (last, first) -> last + 1);
            free = folder.resolve(numbered(name, number));
        }
        return free;
    }

    /** Takes a name without using it. */
    void plan(Path name) {
        planned.add(name);
    }

    private static String numbered(String name, int number) {
        int dot = name.lastIndexOf('.');
        int end = dot > 0 ? dot : name.length();
        return name.substring(0, end) + " (" + number + ")" + name.substring(end);
    }
}
