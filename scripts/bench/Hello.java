/** The least that a Java program does; bench-start.sh measures starts against it. */
public final class Hello {
    public static void main(String[] args) {
        System.out.println("hello");
    }
}
