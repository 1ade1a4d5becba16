// The family of steps that speak HTTP.

import StepKit
import WebExchange

/// Steps that speak HTTP.
public enum HTTPSteps {
  public static let all: [any StepType] = [HTTPGet(), HTTPRequest()]

  public static let family = StepFamily(
    folder: "HTTP", types: all, failures: WebProblem.explanations, fixtures: HTTPFixtures.all)
}
