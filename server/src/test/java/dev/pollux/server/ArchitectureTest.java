package dev.pollux.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The shape of the house: pure packages stay pure, dependencies run one way. */
class ArchitectureTest {
    private static final String ROOT = "dev.pollux.server";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    // Decisions without I/O can be tested exhaustively and simulated for hours in a second.
    @Test
    void pureKnowsNoInputAndOutput() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".tag", ROOT + ".redundancy", ROOT + ".source.block", ROOT + ".health")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.eclipse.milo..",
                        "org.apache.plc4x..",
                        "io.netty..",
                        "java.net..",
                        "java.io..",
                        "java.nio.file..",
                        "java.util.concurrent.locks..")
                .check(CLASSES);
    }

    // Time is an argument: a pure class that reads a clock cannot be simulated.
    @Test
    void pureReadsNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".tag", ROOT + ".redundancy", ROOT + ".source.block", ROOT + ".health")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(CLASSES);
    }

    @Test
    void tagsKnowNobody() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".tag")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".source..", ROOT + ".space..", ROOT + ".redundancy..", ROOT + ".project..")
                .check(CLASSES);
    }

    // Redundancy tells the others what the role is; nobody else knows about the partner.
    @Test
    void acquisitionAndAddressSpaceDoNotKnowTheRedundancyLoop() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".source..", ROOT + ".space..", ROOT + ".security..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".redundancy.loop..", ROOT + ".redundancy.link..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    // PLC4X is being rewritten for its next version; it must not leave its package.
    @Test
    void plc4xStaysBehindTheGuard() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".source.plc..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.plc4x..")
                .check(CLASSES);
    }
}
