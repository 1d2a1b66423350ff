package dev.pollux.archive;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Pure packages do no I/O, take no locks and read no clock: time is an argument. */
class PurityTest {
    private static final String ROOT = "dev.pollux.archive";
    private static final String[] PURE = {ROOT + ".coverage", ROOT + ".capture", ROOT + ".aggregate"};
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void pureKnowsNoInputAndOutput() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.rocksdb..", "java.net..", "java.io..", "java.nio.file..", "java.util.concurrent.locks..")
                .check(CLASSES);
    }

    @Test
    void pureReadsNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(CLASSES);
    }
}
