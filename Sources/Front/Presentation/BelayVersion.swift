// The version of all executables of Belay.

/// The version of this binary; runs bind it.
public enum BelayVersion {
  public static let text = "0.1.0"
}
