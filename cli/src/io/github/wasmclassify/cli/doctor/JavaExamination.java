package io.github.wasmclassify.cli.doctor;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.github.wasmclassify.cli.report.ByteCount;
import io.github.wasmclassify.cli.report.Terminal;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;

/** The JVM, how it was started, and how it reads and writes text. */
public final class JavaExamination {
    private final Optional<HotSpotDiagnosticMXBean> hotSpot =
            Optional.ofNullable(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class));

    public List<Finding> findings() {
        return List.of(version(), machine(), flags(), archive(), fileNames(), output());
    }

    private static Finding version() {
        return Finding.ok(
                "Java",
                "%s (%s), %s, in %s"
                        .formatted(
                                System.getProperty("java.version"),
                                System.getProperty("java.vendor"),
                                System.getProperty("java.vm.name"),
                                System.getProperty("java.home")));
    }

    private static Finding machine() {
        Runtime runtime = Runtime.getRuntime();
        return Finding.ok(
                "machine",
                "%s %s, %d processors, %s for Java"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"),
                                runtime.availableProcessors(),
                                ByteCount.text(runtime.maxMemory())));
    }

    private Finding flags() {
        Optional<String> value = option("DontCompileHugeMethods");
        if (value.isEmpty()) {
            return Finding.note(
                    "JVM flags", "this JVM is not HotSpot; only with HotSpot is this program tested and fast");
        }
        return value.get().equals("false")
                ? Finding.ok("JVM flags", "large methods are compiled")
                : Finding.note(
                        "JVM flags",
                        "large methods are interpreted, which is slow; start it with the launcher, or with the JVM option"
                                + " -XX:-DontCompileHugeMethods");
    }

    private Finding archive() {
        String file = option("SharedArchiveFile").orElse("");
        if (file.isEmpty()) {
            return Finding.note(
                    "class archive", "none, so it starts more slowly; the launcher creates one when it builds");
        }
        // the flag UseSharedSpaces, which said the same, is gone from Java 25
        return List.of(System.getProperty("java.vm.info", "").split(", ")).contains("sharing")
                ? Finding.ok("class archive", file)
                : Finding.note(
                        "class archive",
                        file + " is not used: it belongs to another Java or build; delete it, and the launcher creates"
                                + " another");
    }

    private Optional<String> option(String name) {
        try {
            return hotSpot.map(bean -> bean.getVMOption(name).getValue());
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // this JVM has no such option
        }
    }

    private static Finding fileNames() {
        String encoding = System.getProperty("sun.jnu.encoding", "unknown");
        return encoding.equalsIgnoreCase("UTF-8")
                        || System.getProperty("os.name", "").startsWith("Windows")
                ? Finding.ok("file names", "in " + encoding)
                : Finding.note(
                        "file names", "in " + encoding + ", which cannot represent all characters; set LC_ALL=C.UTF-8");
    }

    private static Finding output() {
        return Finding.ok(
                "output",
                (Terminal.isStdout() ? "stdout is a terminal" : "stdout is not a terminal") + ", results are in "
                        + Terminal.charsetOfStdout());
    }
}
