package wasmclassify.command;

import java.util.Iterator;
import wasmclassify.model.UserFiles;

/** The names of the models that are known, for shells to complete. They are looked up when somebody asks for them. */
final class ModelNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return UserFiles.ofUser().catalogue().cards().keySet().iterator();
    }
}
