package io.github.wasmclassify.cli.serve;

import io.github.wasmclassify.cli.error.OutputException;
import io.github.wasmclassify.server.ClassifierServer;
import io.github.wasmclassify.server.ServerOptions;
import io.github.wasmclassify.server.models.ServedModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs a server until the process is told to end. */
public final class Serving {
    private Serving() {}

    /**
     * Serves until SIGTERM or Ctrl-C. Then the accepted requests are finished, and the process ends with exit code 0.
     *
     * @param notes takes lines for people
     * @throws OutputException if the server cannot listen
     */
    public static void run(ServerOptions options, List<ServedModel> models, Consumer<String> notes) {
        try {
            ClassifierServer server = ClassifierServer.start(options, models);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server), "shutdown"));
            if (isExposed(options)) {
                notes.accept(exposure(options));
            }
            notes.accept("serving " + models.stream().map(ServedModel::name).collect(Collectors.joining(", ")) + " at "
                    + server.address());
            new CountDownLatch(1).await(); // the process ends by its shutdown
        } catch (IOException e) {
            throw new OutputException(
                    "cannot listen at " + options.host() + ":" + options.port() + ": " + reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String reason(IOException failure) {
        Throwable cause = failure.getCause() instanceof IOException inner ? inner : failure;
        return cause.getMessage();
    }

    private static void end(ClassifierServer server) {
        try {
            server.close();
        } catch (IOException e) {
            // the time for it is over
        }
        Runtime.getRuntime().halt(0); // the JVM's own code would be that of the signal
    }

    /** Whether other machines can send requests without a token. */
    private static boolean isExposed(ServerOptions options) {
        try {
            return options.token().isEmpty()
                    && !InetAddress.getByName(options.host()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }

    private static String exposure(ServerOptions options) {
        return "everyone who reaches " + options.host() + " can classify pictures and download the models"
                + (options.fetcher().isPresent() ? ", and have this machine fetch pictures from the internet" : "")
                + "; --token-file FILE lets in only those who know a token";
    }
}
