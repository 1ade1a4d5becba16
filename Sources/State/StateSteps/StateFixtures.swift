import StepKit
enum StateFixtures { static let all: [String: [StepFixture]] = [:] }
