using Linli.Platform.Results;

namespace Linli.Cases;

/// <summary>What came of one act on several cases.</summary>
/// <param name="Act">accept or dispatch.</param>
/// <param name="Done">Numbers of the cases it was done to.</param>
/// <param name="Failed">Ids of the others with why not.</param>
public sealed record BulkOutcome(string Act, IReadOnlyList<string> Done, IReadOnlyList<(Guid Case, Problem Why)> Failed);
