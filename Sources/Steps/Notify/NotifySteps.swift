// The family of steps that tell people something.

import StepKit
import WebExchange

/// Steps that tell people something. Their failures are those of the web, which the HTTP family explains.
public enum NotifySteps {
  public static let all: [any StepType] = [NotifyWebhook()]

  public static let family = StepFamily(folder: "Notify", types: all, fixtures: NotifyFixtures.all)
}
