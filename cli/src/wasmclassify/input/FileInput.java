package wasmclassify.input;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import wasmclassify.error.PictureException;
import wasmclassify.file.FileBytes;

/** A picture in a file, whatever its name. */
public record FileInput(Path path) implements PictureInput {
    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(path);
    }

    @Override
    public byte[] read() {
        try {
            return FileBytes.read(path, LARGEST);
        } catch (IOException e) {
            throw new PictureException(PictureException.Reason.UNREADABLE, e.getMessage(), e);
        }
    }
}
