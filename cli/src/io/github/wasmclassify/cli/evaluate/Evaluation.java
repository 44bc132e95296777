package io.github.wasmclassify.cli.evaluate;

import io.github.wasmclassify.classify.Prediction;
import io.github.wasmclassify.cli.batch.Outcome;
import io.github.wasmclassify.cli.batch.OutcomeListener;
import java.util.List;

/** Measures how often {@link LabelledPicture}s are classified correctly. Pictures that fail do not count. */
public final class Evaluation implements OutcomeListener {
    /** The number of best classes to ask for. */
    public static final int TOP = 5;

    private final Confusion confusion = new Confusion();
    private long topFiveHits;

    @Override
    public void add(Outcome outcome) {
        if (outcome instanceof Outcome.Classified done) {
            add(
                    ((LabelledPicture) done.input()).expectation().classIndex(),
                    done.result().predictions());
        }
    }

    private void add(int truth, List<Prediction> predictions) {
        confusion.add(truth, predictions.get(0).index());
        topFiveHits += predictions.stream().limit(TOP).anyMatch(prediction -> prediction.index() == truth) ? 1 : 0;
    }

    public Confusion confusion() {
        return confusion;
    }

    /** How many pictures had the correct class among the five best. */
    public long topFiveHits() {
        return topFiveHits;
    }

    /** The share of pictures whose best class was right; 0 if there are none. */
    public double topOne() {
        return ClassMeasures.share(confusion.hits(), confusion.total());
    }

    public double topFive() {
        return ClassMeasures.share(topFiveHits, confusion.total());
    }
}
