package io.github.wasmclassify.cli.command;

import io.github.wasmclassify.cli.serve.AccessLogFile;
import io.github.wasmclassify.cli.serve.SecretFile;
import io.github.wasmclassify.net.UrlFetcher;
import io.github.wasmclassify.server.ServerOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options for a server's address, its clients and what it offers. */
final class ListenOptions {
    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description =
                    "Name or address to listen on (default: ${DEFAULT-VALUE}, which only this machine can reach); 0.0.0.0 is every "
                            + "address of this machine.")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "3000",
            description = "Port to listen on (default: ${DEFAULT-VALUE}); 0 picks a free port.")
    private int port;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "Answer only requests that carry the token in FILE. Health checks need none, and the page asks for it.")
    private Path tokenFile;

    @Option(
            names = "--tls-keystore",
            paramLabel = "FILE",
            description = "Serve HTTPS with the key and certificate in FILE (PKCS #12 or JKS).")
    private Path keyStore;

    @Option(
            names = "--tls-password-file",
            paramLabel = "FILE",
            description = "File whose first line is the key store's password.")
    private Path passwordFile;

    @Option(
            names = "--allow-url",
            description =
                    "Accept http and https addresses of pictures in requests. Only public addresses are contacted; each picture may "
                            + "take a minute and have 256 MiB.")
    private boolean allowUrl;

    @Option(
            names = "--cors",
            paramLabel = "ORIGIN",
            description = "Let web pages of this origin use the server, such as https://example.org. Can be repeated.")
    private List<String> origins = List.of();

    @Option(names = "--no-page", description = "Do not serve the page for browsers.")
    private boolean noPage;

    @Option(
            names = "--access-log",
            paramLabel = "FILE",
            description = "Append one line of JSON per request to FILE; - is stderr.")
    private Path accessLog;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    String host() {
        return host;
    }

    /** @throws ParameterException if it is out of its range */
    int port() {
        if (port < 0 || port > 65_535) {
            throw new ParameterException(command.commandLine(), "--port must be from 0 to 65535, not " + port);
        }
        return port;
    }

    /** @throws io.github.wasmclassify.cli.error.InputException if it cannot be read */
    Optional<String> token() {
        return Optional.ofNullable(tokenFile).map(SecretFile::read);
    }

    /**
     * @throws ParameterException if one option of two is missing
     * @throws io.github.wasmclassify.cli.error.InputException if the password cannot be read
     */
    Optional<ServerOptions.Tls> tls() {
        if ((keyStore == null) != (passwordFile == null)) {
            throw new ParameterException(
                    command.commandLine(), "--tls-keystore and --tls-password-file need each other");
        }
        return Optional.ofNullable(keyStore).map(file -> new ServerOptions.Tls(file, SecretFile.read(passwordFile)));
    }

    /** Fetches pictures by their addresses, if that is allowed. */
    Optional<UrlFetcher> fetcher() {
        return allowUrl ? Optional.of(new UrlFetcher()) : Optional.empty();
    }

    List<String> origins() {
        return origins;
    }

    boolean hasPage() {
        return !noPage;
    }

    /** @throws io.github.wasmclassify.cli.error.OutputException if it cannot be written */
    Optional<PrintStream> accessLog() {
        return Optional.ofNullable(accessLog).map(AccessLogFile::open);
    }
}
