package dev.pollux.cli;

import dev.pollux.cli.pair.CommandFailure;
import dev.pollux.cli.pair.Configuration;
import dev.pollux.cli.pair.ExitCode;
import dev.pollux.cli.pair.PairTrust;
import dev.pollux.cli.pair.ValueText;
import dev.pollux.server.Station;
import dev.pollux.server.project.Project;
import dev.pollux.server.project.StationConfig;
import dev.pollux.server.security.Pki;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists and trusts certificates. */
@Command(
        name = "trust",
        description = {
            "Lists the client certificates that a station has turned away, or trusts one of them.",
            "With --pair it makes the two stations of a pair trust each other."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  pollux trust --project plant --station plant/castor.yaml",
            "  pollux trust --project plant --station plant/castor.yaml 5f0c2a9e41d7b38c6a1e0f92d4b75c8e13a6f097",
            "  pollux trust --project plant --pair plant/castor.yaml plant/pollux.yaml",
            "",
            "It takes effect within moments, also on a station that runs.",
            "Exit codes: 0 done, 1 no such certificate or a file cannot be used, 64 wrong command line."
        })
final class Trust implements Callable<Integer> {
    private static final String THUMBPRINT = "[0-9a-fA-F]{40}";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--project", required = true, paramLabel = "DIR", description = "Directory of the project.")
    private Path project = Path.of(".");

    @Option(names = "--station", paramLabel = "FILE", description = "Station whose certificates are meant.")
    private @Nullable Path station;

    @Option(
            names = "--pair",
            arity = "2",
            paramLabel = "FILE",
            description =
                    "Two station files of a pair: makes both certificates if needed and lets each trust the other.")
    private List<Path> pair = List.of();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "THUMBPRINT",
            description = "SHA-1 thumbprint of the rejected certificate to be trusted, 40 hexadecimal digits.")
    private @Nullable String thumbprint;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    Trust() {}

    @Override
    public Integer call() throws IOException {
        checkArguments();
        Project shared = Configuration.project(project);
        if (!pair.isEmpty()) {
            List<String> lines = PairTrust.establish(
                    shared, Configuration.station(pair.get(0), shared), Configuration.station(pair.get(1), shared));
            lines.forEach(Out.of(spec)::println);
            return ExitCode.OK;
        }
        Path file = station == null ? Path.of("") : station;
        StationConfig config = Configuration.station(file, shared);
        try (Pki pki = Station.certificates(shared, config)) {
            if (thumbprint == null) {
                list(pki, config);
            } else {
                trust(pki, config, thumbprint);
            }
            return ExitCode.OK;
        }
    }

    private void checkArguments() {
        if ((station == null) == pair.isEmpty()) {
            throw wrong("give either --station FILE or --pair FILE FILE");
        }
        if (!pair.isEmpty() && (pair.size() != 2 || thumbprint != null)) {
            throw wrong("--pair takes exactly two station files and nothing else");
        }
        if (thumbprint != null && !thumbprint.matches(THUMBPRINT)) {
            throw wrong("THUMBPRINT '" + thumbprint + "' must be 40 hexadecimal digits");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Out.line(spec), message);
    }

    private void trust(Pki pki, StationConfig config, String wanted) {
        X509Certificate trusted = pki.trustRejected(wanted)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.FAILED,
                        config.station() + " has not turned away a certificate " + wanted
                                + ": run the command without THUMBPRINT to see the list"));
        Out.of(spec).println(config.station() + " trusts " + text(trusted));
    }

    private void list(Pki pki, StationConfig config) {
        PrintWriter out = Out.of(spec);
        List<X509Certificate> rejected = pki.rejected();
        if (json) {
            List<Map<String, @Nullable Object>> content = new ArrayList<>();
            rejected.forEach(each -> content.add(json(each)));
            out.println(JsonLine.indented(content));
            return;
        }
        if (rejected.isEmpty()) {
            out.println(config.station() + " has turned away no certificate");
        }
        rejected.forEach(each -> out.println(text(each)));
    }

    private static String text(X509Certificate certificate) {
        return Pki.thumbprint(certificate) + "  "
                + ValueText.oneLine(certificate.getSubjectX500Principal().getName()) + "  "
                + ValueText.oneLine(CertificateUtil.getSanUri(certificate).orElse("(no ApplicationUri)"))
                + "  valid until " + certificate.getNotAfter().toInstant();
    }

    private static Map<String, @Nullable Object> json(X509Certificate certificate) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>();
        content.put("thumbprint", Pki.thumbprint(certificate));
        content.put("subject", certificate.getSubjectX500Principal().getName());
        content.put("applicationUri", CertificateUtil.getSanUri(certificate).orElse(null));
        content.put("validUntil", certificate.getNotAfter().toInstant().toString());
        return content;
    }
}
