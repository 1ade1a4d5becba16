// The sections of a document that come from version 1 alone: `configuration` and `topology`. They repeat what
// `legacy` keeps whole, in the places where the schema wants it.

import JSONText

enum VersionOneSections {
  /// Governance vault, settings of each protocol, security.
  static func configuration(_ known: VersionOne?, protocols: [String]) -> JSON {
    let settings = known?.deployment?["config"]
    let later = known?.configuration
    var security = JSONObject()
    security["supplyOracle"] = later?["supplyOracleConfig"]
    security["tierValidation"] = later?["tierValidation"]
    return [
      "governanceVault": settings?["governanceVault"] ?? .null,
      "protocols": [
        "layerZero": setting(
          "layerZero", among: protocols, [("endpoint", settings?["layerZeroEndpoint"])]),
        "celer": setting("celer", among: protocols, [("messageBus", settings?["celerMessageBus"])]),
        "hyperlane": setting("hyperlane", among: protocols, [("status", later?["hyperlaneStatus"])]),
      ],
      "security": .object(security),
    ]
  }

  private static func setting(_ name: String, among protocols: [String], _ fields: [(String, JSON?)]) -> JSON {
    var setting: JSONObject = ["enabled": .bool(protocols.contains(name))]
    for (field, value) in fields { setting[field] = value }
    return .object(setting)
  }

  /// The other networks that each protocol of this one is connected to.
  static func topology(_ known: VersionOne?) -> JSON {
    let later = known?.configuration
    return [
      "remotes": [
        "layerZero": later?["layerZeroRemotes"] ?? [],
        "celer": later?["celerRemotes"] ?? [],
        "hyperlane": later?["hyperlaneRemotes"] ?? [],
      ]
    ]
  }
}
