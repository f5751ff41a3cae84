using System.Text.Json;
using Linli.People.Register;
using Linli.Places;
using Linli.Platform.Audit;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Import;

/// <summary>
/// Writes a file that was read into the register: all of it in one transaction with its counts, or nothing. It is planned anew
/// here, on the register as it is now.
/// </summary>
internal sealed record CarryOutImport(ImportFile File, Decisions Decisions, ImportAnswers Answers) : ICommand<ImportCounts>, IAudited
{
    /// <summary>Code of the problem that nothing was written because something is undecided.</summary>
    public const string Changed = "people.import_changed";

    /// <summary>The staged import it belongs to; none from the command line.</summary>
    public Guid? Staged { get; init; }

    /// <summary>Refused rows as a file, made from the file once more.</summary>
    public required Func<Task<byte[]>> Refused { get; init; }

    public string? AuditSubject => Staged?.ToString();
}

internal sealed class CarryOutImportHandler(
    LinliDb db, ImportPlanning planning, ImportWriting writing, Staging staging, FieldCipher cipher, AuditTrail audit, TimeProvider time)
    : IHandler<CarryOutImport, ImportCounts>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Only the job and the command line have a file in memory.
    }

    public async Task<Result<ImportCounts>> Handle(CarryOutImport request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        var plan = await planning.Plan(request.File, request.Decisions, request.Answers, now, cancel);
        var counts = plan.Count(request.File, request.Answers);
        if (counts.Undecided > 0)
            return Problem.Conflict(CarryOutImport.Changed, "名册刚被修改，出现了新的不一致，请重新检查后再导入。", "The register has changed meanwhile and contradicts the file in new ways: check again.");
        await writing.Write(plan, now, cancel);
        audit.Record("people.import", request.Staged?.ToString(), detail:
            $"rows {counts.Rows}, people +{counts.NewPeople} ~{counts.ChangedPeople}, ties +{counts.NewTies} ~{counts.ChangedTies} -{counts.EndedTies}, households +{counts.NewHouseholds}, refused {counts.Refused}");
        if (request.Staged is { } id)
        {
            var import = await db.Records<RegisterImport>().SingleAsync(i => i.Id == id, cancel);
            import.State = ImportState.Done;
            import.DoneAt = now;
            import.Counts = JsonSerializer.Serialize(counts);
            import.Findings = ImportFindings.Of(request.File, plan, []).Seal(cipher);
            await staging.Drop(import.Id, null, cancel);
            if (counts.Refused > 0)
                staging.Add(import.Id, PartOf.Refused, await request.Refused());
        }

        return counts;
    }
}

/// <summary>Reads what the register says of a file and plans it.</summary>
internal sealed class ImportPlanning(LinliDb db, RegisterBook book, IScopeTree tree, CurrentCaller current)
{
    public async Task<ImportPlan> Plan(ImportFile file, Decisions decisions, ImportAnswers answers, DateTimeOffset now, CancellationToken cancel)
    {
        var snapshot = await RegisterSnapshot.Read(db, file, current.Value.ScopesFor(PeoplePermissions.Import), now, cancel);
        return new ImportPlanner(new(file, snapshot, new(), decisions, answers, tree, current.Value.Account, now), book).Plan();
    }
}

/// <summary>Keeps what a check has found.</summary>
internal sealed record KeepFindings(Guid Import, ImportFile File, ImportPlan Plan, ImportCounts Counts, byte[]? Refused, IReadOnlyList<string> Unused) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Import.ToString();
}

internal sealed class KeepFindingsHandler(LinliDb db, Staging staging, FieldCipher cipher) : IHandler<KeepFindings, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Only the job checks.
    }

    public async Task<Result<Done>> Handle(KeepFindings request, CancellationToken cancel)
    {
        var import = await db.Records<RegisterImport>().SingleAsync(i => i.Id == request.Import, cancel);
        import.State = ImportState.Checked;
        import.Counts = JsonSerializer.Serialize(request.Counts);
        import.Findings = ImportFindings.Of(request.File, request.Plan, request.Unused).Seal(cipher);
        await staging.Drop(import.Id, PartOf.Refused, cancel);
        if (request.Refused is { } file)
            staging.Add(import.Id, PartOf.Refused, file);
        return Done.It;
    }
}

/// <summary>Says why an import could not be checked or carried out; the register is as it was.</summary>
internal sealed record FailImport(Guid Import, Problem Problem, ImportState State) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Import.ToString();
}

internal sealed class FailImportHandler(LinliDb db, Staging staging) : IHandler<FailImport, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // Only the job fails.
    }

    public async Task<Result<Done>> Handle(FailImport request, CancellationToken cancel)
    {
        var import = await db.Records<RegisterImport>().SingleAsync(i => i.Id == request.Import, cancel);
        import.State = request.State;
        import.Failure = $"{request.Problem.Message.Zh}\n{request.Problem.Message.En}";
        if (request.State == ImportState.Failed)
            await staging.Drop(import.Id, null, cancel);
        return Done.It;
    }
}
