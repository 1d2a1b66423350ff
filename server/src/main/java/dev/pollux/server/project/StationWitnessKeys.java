package dev.pollux.server.project;

import dev.pollux.server.project.StationConfig.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Every key of the section {@code witness} in a station file, and the rules that concern several of them. */
final class StationWitnessKeys {
    static final Key<String> USER = Key.optional(
            "user",
            Shapes.matching("text of 1 to 128 printable characters", 128, "[!-~]+"),
            "User of etcd; goes with `password`. Not needed with a certificate, if etcd takes its name for the user.");
    static final Key<Secret> PASSWORD =
            Key.optional("password", StationArchiveKeys.secret(), "Where the password of `user` stands.");
    static final Key<Path> AUTHORITY = Key.optional(
            "ca",
            StationKeys.PATH,
            "File with the certificates (PEM) that the witness's own must come from. Without it those that Java"
                    + " trusts. Relative to this file.");
    static final Key<Path> CERTIFICATE = Key.optional(
            "certificate",
            StationKeys.PATH,
            "File with this station's certificate (PEM) for the witness; goes with `key`. Relative to this file.");
    static final Key<Path> KEY = Key.optional(
            "key", StationKeys.PATH, "File with the key of `certificate` (PEM, PKCS#8). Relative to this file.");
    static final Key<Values> WITNESS = Key.optional(
            "witness",
            new Section(USER, PASSWORD, AUTHORITY, CERTIFICATE, KEY),
            "How this station logs in to the project's witness; see docs/how-to/witness.md. Forbidden without"
                    + " `redundancy.witness` in the project.");

    private StationWitnessKeys() {}

    /** Reports what is broken in the section, or does not go with the project. */
    static void check(Values root, Project project, Faults faults) {
        if (root.written(WITNESS).isEmpty()) {
            return;
        }
        Optional<WitnessConfig> witness = project.redundancy().witness();
        if (witness.isEmpty()) {
            root.fault(faults, WITNESS, "must be left out, as project.yaml has no redundancy.witness");
        }
        root.find(WITNESS).ifPresent(own -> {
            StationArchiveKeys.together(own, USER, PASSWORD, faults);
            StationArchiveKeys.together(own, CERTIFICATE, KEY, faults);
            if (witness.filter(each -> !each.encrypted()).isPresent()) {
                for (Key<?> each : List.of(AUTHORITY, CERTIFICATE)) {
                    if (own.written(each).isPresent()) {
                        own.fault(
                                faults,
                                each,
                                "must be left out, as redundancy.witness.endpoints in project.yaml are not https");
                    }
                }
            }
        });
    }

    /** The section without faults. */
    static WitnessAccess access(Values root, Path base) {
        return root.find(WITNESS)
                .map(own -> new WitnessAccess(
                        own.find(USER),
                        own.find(PASSWORD).map(each -> each.below(base)),
                        file(own, AUTHORITY, base),
                        file(own, CERTIFICATE, base),
                        file(own, KEY, base)))
                .orElse(WitnessAccess.OPEN);
    }

    private static Optional<Path> file(Values own, Key<Path> key, Path base) {
        return own.find(key).map(each -> base.resolve(each).normalize());
    }
}
