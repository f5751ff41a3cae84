using System.Text.Json;
using Linli.People.Register.Rules;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.People.Import;

/// <summary>
/// Has a staged register checked (试运行): with columns chosen, conflicts decided, or both. What would happen is counted in the
/// background; nothing is written into the register.
/// </summary>
/// <param name="Columns">Heading by field; "" for a field no column shall fill; <c>null</c> leaves the columns as they are.</param>
/// <param name="Decisions">
/// What wins: by kind (<c>Name</c>, <c>Phone</c>, <c>Birth</c>, <c>Owner</c>, <c>Relation</c>) or by kind and row (<c>Owner:12</c>),
/// each <c>Keep</c>, <c>Replace</c> or <c>Skip</c>; <c>null</c> leaves the decisions as they are.
/// </param>
/// <param name="Answers">Answers to the questions of the check; <c>null</c> leaves them as they are.</param>
internal sealed record CheckImport(IReadOnlyDictionary<string, string?>? Columns = null, IReadOnlyDictionary<string, Verdict>? Decisions = null, ImportAnswers? Answers = null)
    : ICommand<Done>, IValidated, IAudited
{
    /// <summary>The import.</summary>
    public Guid Id { get; init; }

    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Columns?.Keys.FirstOrDefault(f => !ImportColumns.All.Any(c => c.Field == f)) is { } field)
            yield return Problem.Invalid("columns", "people.import_field", $"没有“{field}”这个字段。", $"There is no field '{field}'.");
        if (Columns is not null && Columns.Where(c => !string.IsNullOrEmpty(c.Value)).GroupBy(c => c.Value, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key is { } twice)
            yield return Problem.Invalid("columns", "people.import_twice", $"一列只能对应一个字段：{twice}", $"A column fills one field only: {twice}");
        if (Decisions is { Count: > 20_000 })
            yield return Problem.Invalid("decisions", "people.import_decisions", "逐条决定太多，请按类别决定。", "Too many decisions: decide by kind.");
    }
}

internal sealed class CheckImportHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<CheckImport, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/people/imports/{id:guid}/check", (Guid id, CheckImport body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(body with { Id = id }, cancel))
            .Needs(PeoplePermissions.Import).WithTags("register").WithSummary("Choose columns, decide conflicts, check what would happen 试运行");

    public async Task<Result<Done>> Handle(CheckImport request, CancellationToken cancel)
    {
        if (await db.Import(current, request.Id, cancel) is not { } import)
            return ImportAccess.NotFound;
        if (import.NotNow(ImportState.Uploaded, ImportState.Checked) is { } early)
            return early;
        if (request.Answers is { } answers)
        {
            if (LeasesUntil(answers, LocalTime.Today(time)) is { } wrong)
                return wrong;
            import.Answers = JsonSerializer.Serialize(answers);
        }

        if (request.Columns is { } columns)
            import.Choices = JsonSerializer.Serialize(columns.ToDictionary(c => c.Key, c => c.Value ?? ""));
        if (request.Decisions is { } decisions)
            import.Decisions = JsonSerializer.Serialize(decisions);
        (import.State, import.Failure) = (ImportState.Checking, null);
        return Done.It;
    }

    /// <summary>What is wrong with the day that all leases without an end shall get.</summary>
    public static Problem? LeasesUntil(ImportAnswers answers, DateOnly today) => answers switch
    {
        { Leases: LeaseAnswer.SameDay, LeasesUntil: null } =>
            Problem.Invalid("leasesUntil", "people.import_leases_until", "请填写这些租户共同的租期截止日。", "Give the last day of all these leases."),
        { Leases: LeaseAnswer.SameDay, LeasesUntil: { } day } when TieRules.Lease(HomeRelation.Tenant, day, null, today) is { } wrong => wrong with { Field = "leasesUntil" },
        _ => null,
    };
}

/// <summary>Has a checked register carried out, whole or not at all.</summary>
/// <param name="Id">The import.</param>
internal sealed record StartImport(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

internal sealed class StartImportHandler(LinliDb db, CurrentCaller current) : IHandler<StartImport, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/people/imports/{id:guid}/run", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new StartImport(id), cancel))
            .Needs(PeoplePermissions.Import).WithTags("register").WithSummary("Carry out a checked import 正式导入");

    public async Task<Result<Done>> Handle(StartImport request, CancellationToken cancel)
    {
        if (await db.Import(current, request.Id, cancel) is not { } import)
            return ImportAccess.NotFound;
        if (import.NotNow(ImportState.Checked) is { } early)
            return early;
        if (Staging.Counts(import) is { Undecided: > 0 and var open })
            return Problem.Conflict("people.import_undecided", $"还有 {open} 处要先决定：与名册不一致的，或文件没有写明的。", $"{open} things are to be decided first: contradictions with the register, or what the file does not say.");
        (import.State, import.Failure) = (ImportState.Running, null);
        return Done.It;
    }
}

/// <summary>Throws a staged register away.</summary>
/// <param name="Id">The import.</param>
internal sealed record DropImport(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

internal sealed class DropImportHandler(LinliDb db, Staging staging, CurrentCaller current) : IHandler<DropImport, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/people/imports/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new DropImport(id), cancel))
            .Needs(PeoplePermissions.Import).WithTags("register").WithSummary("Throw a staged register away 放弃导入")
            .Produces(StatusCodes.Status200OK);

    public async Task<Result<Done>> Handle(DropImport request, CancellationToken cancel)
    {
        if (await db.Import(current, request.Id, cancel) is not { } import)
            return ImportAccess.NotFound;
        if (import.NotNow(ImportState.Uploaded, ImportState.Checking, ImportState.Checked, ImportState.Done, ImportState.Failed) is { } early)
            return early;
        await staging.Drop(import.Id, null, cancel);
        db.Records<RegisterImport>().Remove(import);
        return Done.It;
    }
}
