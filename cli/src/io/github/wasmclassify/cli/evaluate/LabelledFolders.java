package io.github.wasmclassify.cli.evaluate;

import io.github.wasmclassify.cli.error.InputException;
import io.github.wasmclassify.cli.input.DirectoryWalk;
import io.github.wasmclassify.cli.input.PassedOver;
import io.github.wasmclassify.cli.input.PictureFilter;
import io.github.wasmclassify.cli.input.PictureInput;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A directory with one folder per class, which has the class's name and contains its pictures at any depth. */
final class LabelledFolders implements LabelledPictures {
    private final List<Path> folders;

    private LabelledFolders(List<Path> folders) {
        this.folders = folders;
    }

    /**
     * Looks for the folders, without the hidden ones.
     *
     * @throws InputException if there are none
     */
    static LabelledFolders in(Path directory) {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, LabelledFolders::isVisibleFolder)) {
            found.forEach(folders::add);
        } catch (IOException | DirectoryIteratorException e) {
            throw new InputException("`" + directory + "`: cannot list this directory: " + e, e);
        }
        if (folders.isEmpty()) {
            throw new InputException(
                    "`" + directory + "` contains no folders; it must have one for each class, named after the class,"
                            + " with its pictures");
        }
        Collections.sort(folders);
        return new LabelledFolders(folders);
    }

    private static boolean isVisibleFolder(Path path) {
        return Files.isDirectory(path) && !path.getFileName().toString().startsWith(".");
    }

    private static String label(Path folder) {
        return folder.getFileName().toString();
    }

    @Override
    public Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        folders.forEach(folder -> labels.put(label(folder), folder.toString()));
        return labels;
    }

    @Override
    public long count() {
        long count = 0;
        for (Path folder : folders) {
            Iterator<PictureInput> pictures = pictures(folder, new PassedOver());
            for (; pictures.hasNext(); pictures.next()) {
                count++;
            }
        }
        return count;
    }

    @Override
    public Stream<LabelledPicture> open(Map<String, Integer> classes, PassedOver passedOver) {
        // not flatMap, which collects a whole folder first
        Iterator<LabelledPicture> pictures = new Iterator<>() {
            private final Iterator<Path> rest = folders.iterator();
            private Iterator<PictureInput> inFolder = Collections.emptyIterator();
            private Expectation expectation;

            @Override
            public boolean hasNext() {
                while (!inFolder.hasNext() && rest.hasNext()) {
                    Path folder = rest.next();
                    expectation = Expectation.of(classes.get(label(folder)));
                    inFolder = pictures(folder, passedOver);
                }
                return inFolder.hasNext();
            }

            @Override
            public LabelledPicture next() {
                return new LabelledPicture(inFolder.next(), expectation);
            }
        };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(pictures, Spliterator.ORDERED), false);
    }

    private static Iterator<PictureInput> pictures(Path folder, PassedOver passedOver) {
        return new DirectoryWalk(folder, true, PictureFilter.PICTURES, passedOver);
    }
}
