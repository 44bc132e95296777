package io.github.wasmclassify.testing;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Names at the end of a run the tests that were skipped because test data is missing. JUnit finds it by its service
 * file.
 */
public final class MissingTestDataReport implements TestExecutionListener {
    private final Set<String> tests = new ConcurrentSkipListSet<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getThrowable()
                .filter(MissingTestDataException.class::isInstance)
                .isPresent()) {
            tests.add(test.getSource().map(MissingTestDataReport::name).orElse(test.getDisplayName()));
        }
    }

    private static String name(TestSource source) {
        return source instanceof MethodSource method
                ? method.getJavaClass().getSimpleName() + "." + method.getMethodName()
                : source.toString();
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (!tests.isEmpty()) {
            System.out.printf(
                    "Skipped for missing test data, see scripts/fetch-test-data.sh (%d):%n  %s%n",
                    tests.size(), String.join("\n  ", tests));
        }
    }
}
