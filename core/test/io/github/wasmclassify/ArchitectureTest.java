package io.github.wasmclassify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import io.github.wasmclassify.testing.Architecture;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the packages of this module may use each other, and what a caller gets to see of them. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = Architecture.module();

    @Test
    void packagesUseOnlyLowerOnes() {
        Architecture.requireDownwards(CLASSES);
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws Exception {
        Architecture.requireDescribedPackages();
    }

    /** A caller who keeps to public packages never meets a type of an internal one. */
    @Test
    void publicTypesShowNoInternalOnes() {
        List<String> leaks = CLASSES.stream()
                .filter(type -> isVisible(type) && !isInternal(type))
                .flatMap(type -> Stream.concat(
                        leaks(type.getName(), supertypes(type)),
                        type.getMembers().stream()
                                .filter(ArchitectureTest::isVisible)
                                .flatMap(member -> leaks(member.getFullName(), types(member)))))
                .sorted()
                .toList();
        assertEquals(List.of(), leaks);
    }

    private static Stream<String> leaks(String where, Stream<JavaType> types) {
        return types.flatMap(type -> type.getAllInvolvedRawTypes().stream())
                .map(JavaClass::getBaseComponentType)
                .filter(ArchitectureTest::isInternal)
                .map(type -> where + " shows " + type.getName());
    }

    private static Stream<JavaType> supertypes(JavaClass type) {
        return Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
    }

    private static Stream<JavaType> types(JavaMember member) {
        if (member instanceof JavaCodeUnit unit) {
            return Stream.of(
                            Stream.of(unit.getReturnType()),
                            unit.getParameterTypes().stream(),
                            unit.getExceptionTypes().stream())
                    .flatMap(types -> types);
        }
        return Stream.of(((JavaField) member).getType());
    }

    private static boolean isVisible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
    }

    private static boolean isVisible(JavaMember member) {
        Set<JavaModifier> modifiers = member.getModifiers();
        return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
                && !member.isAnnotatedWith(Internal.class);
    }

    private static boolean isInternal(JavaClass type) {
        return CLASSES.contain(type.getPackageName() + ".package-info")
                && CLASSES.get(type.getPackageName() + ".package-info").isAnnotatedWith(Internal.class);
    }
}
