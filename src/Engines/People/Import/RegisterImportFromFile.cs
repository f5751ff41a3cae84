using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Tables;
using Linli.Platform.Time;
using Linli.Platform.UseCases;

namespace Linli.People.Import;

/// <summary>The import without staging: the file lies with whoever calls, and need not be kept.</summary>
internal sealed class RegisterImportFromFile(UseCaseRunner runner, ImportReading reading, ImportPlanning planning, TimeProvider time) : IRegisterImport
{
    public async Task<Result<RegisterImported>> Import(Stream file, RegisterImportOptions options, Action<int> progress, CancellationToken cancel)
    {
        var verdicts = new Dictionary<string, Verdict>();
        foreach (var (key, text) in options.Decisions)
            if (Enum.TryParse<ConflictKind>(key.Split(':')[0], ignoreCase: true, out var kind) && Enum.TryParse<Verdict>(text, ignoreCase: true, out var verdict))
                verdicts[key.Contains(':', StringComparison.Ordinal) ? $"{kind}:{key.Split(':')[1]}" : kind.ToString()] = verdict;
            else
                return Problem.Invalid("decisions", "people.import_decision", $"无法识别：{key}={text}", $"Not a decision: {key}={text}");
        if (CheckImportHandler.LeasesUntil(Answers(options), LocalTime.Today(time)) is { } wrong)
            return wrong;
        try
        {
            return await Import(file, options, new Decisions(verdicts), progress, cancel);
        }
        catch (InvalidTableException e)
        {
            return Staging.Unreadable(e);
        }
    }

    private async Task<Result<RegisterImported>> Import(Stream stream, RegisterImportOptions options, Decisions decisions, Action<int> progress, CancellationToken cancel)
    {
        using var table = ImportReading.Open(stream);
        if (GetImportHandler.ProblemsOf(ImportMap.Of(table.Headers, options.Columns)) is { Count: > 0 } unclear)
            return Result<RegisterImported>.Fail(unclear);
        var file = await reading.Read(table, options.Columns, options.Compound, progress, cancel);
        var answers = Answers(options);
        var counts = options.DryRun
            ? (await planning.Plan(file, decisions, answers, Clock.Now(time), cancel)).Count(file, answers)
            : null;
        if (counts is null)
        {
            var done = await runner.Run(new CarryOutImport(file, decisions, answers) { Refused = () => Task.FromResult<byte[]>([]) }, cancel);
            if (!done.Ok && done.Problem.Code != CarryOutImport.Changed)
                return done.As<RegisterImported>();
            // What is undecided was planned, and is told instead of being written.
            counts = done.Ok ? done.Value : (await planning.Plan(file, decisions, answers, Clock.Now(time), cancel)).Count(file, answers);
        }

        return new RegisterImported(
            counts.Rows, counts.NewPeople, counts.ChangedPeople, counts.NewTies, counts.Unchanged, counts.Repeated, counts.Refused,
            counts.Undecided == 0 ? new Dictionary<string, int>() : counts.Conflicts.ToDictionary(c => c.Key.ToString(), c => c.Value),
            counts.Refused == 0 ? null : await Refused(stream, file, cancel))
        { OpenLeases = counts.OpenLeases, Heads = counts.Heads };
    }

    // Somebody at a keyboard answers before, and reads afterwards how many it concerned.
    private static ImportAnswers Answers(RegisterImportOptions options) => new()
    {
        Leases = options.LeasesUntil is not null ? LeaseAnswer.SameDay : options.LeasesUnknown ? LeaseAnswer.Unknown : LeaseAnswer.LeaveOut,
        LeasesUntil = options.LeasesUntil,
        Heads = options.Heads switch { HeadsOfHouseholds.Family => HeadAnswer.Family, HeadsOfHouseholds.LeaveOut => HeadAnswer.LeaveOut, _ => HeadAnswer.Owner },
    };

    private static async Task<byte[]> Refused(Stream stream, ImportFile file, CancellationToken cancel)
    {
        stream.Position = 0;
        using var again = ImportReading.Open(stream);
        return await ImportFindings.RefusedFile(file, again, cancel);
    }
}
