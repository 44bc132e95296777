import io.github.wasmclassify.classify.Classification;
import io.github.wasmclassify.classify.Classifier;
import io.github.wasmclassify.classify.ClassifierOptions;
import java.nio.file.Path;

public class Example {
    public static void main(String[] args) {
        try (Classifier classifier = Classifier.open(ClassifierOptions.builder().top(5).build())) {
            for (String file : args) {
                Classification result = classifier.classify(Path.of(file));
                System.out.println(file + ": " + result.best().label() + " " + result.best().score());
            }
        }
    }
}
