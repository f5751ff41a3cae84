using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Collective;

/// <summary>The accountant enters an income of the collective with its evidence.</summary>
/// <param name="Year">Year it belongs to: 1990 to this year.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Fen">How much, above 0, at most ten thousand million yuan.</param>
/// <param name="What">What it is, 2–100 characters.</param>
/// <param name="Voucher">Number of the voucher, 2–60 characters.</param>
/// <param name="Papers">Ids of uploaded scans of the evidence; at most 5.</param>
/// <param name="IdempotencyKey">See <see cref="IRepeatable"/>.</param>
internal sealed record EnterIncome(int Year, IncomeSource Source, long Fen, string? What, string? Voucher, IReadOnlyList<FileId>? Papers = null, string? IdempotencyKey = null)
    : ICommand<IncomeLine>, IValidated, IRepeatable, IAudited
{
    /// <summary>Whose books; may be left out by whoever keeps those of one place only.</summary>
    public ScopePath? Place { get; init; }

    public string? AuditSubject => $"{Place?.Value} {Year} {Source}";

    public IEnumerable<Problem> Problems()
    {
        if (Fen is <= 0 or > 1_000_000_000_000)
            yield return Problem.Invalid("fen", "services.income_fen", "金额应大于 0。", "An amount is above 0.");
        if (!PlainText.TryCleanLine(What, 100, out var what) || what.Length < 2)
            yield return Problem.Invalid("what", "services.income_what", "请写明是什么收入（2–100 个字）。", "Say what it is (2–100 characters).");
        if (!PlainText.TryCleanLine(Voucher, 60, out var voucher) || voucher.Length < 2)
            yield return Problem.Invalid("voucher", "services.income_voucher", "请填写凭证号（2–60 个字）。", "Give the number of the voucher (2–60 characters).");
        if (Papers?.Count > 5)
            yield return Problem.Invalid("papers", "services.income_papers", "附件不超过 5 个。", "At most 5 papers.");
    }
}

/// <summary>Takes an entry back by an opposite one; both stay.</summary>
/// <param name="Entry">Which.</param>
/// <param name="Reason">Why, 2–100 characters.</param>
internal sealed record CorrectIncome(Guid Entry, string? Reason) : ICommand<IncomeLine>, IValidated, IAudited
{
    public string? AuditSubject => Entry.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Reason, 100, out var reason) || reason.Length < 2)
            yield return Problem.Invalid("reason", "reason_missing", "请写明为什么冲回（2–100 个字）。", "Say why it is taken back (2–100 characters).");
    }
}

/// <summary>Keeps how many people a year's income is divided by: counted in the register today, or from a source for earlier years.</summary>
/// <param name="Year">Which year.</param>
/// <param name="People">How many; <c>null</c> to count the register, this year only.</param>
/// <param name="Source">Where the number comes from, 2–100 characters; with a number only.</param>
internal sealed record CountPeople(int Year, int? People = null, string? Source = null) : ICommand<int>, IValidated, IAudited
{
    /// <summary>Of which place; may be left out by whoever keeps the books of one only.</summary>
    public ScopePath? Place { get; init; }

    public string? AuditSubject => Year.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public IEnumerable<Problem> Problems()
    {
        if (People is <= 0 or > 10_000_000)
            yield return Problem.Invalid("people", "services.people", "人数应大于 0。", "The number of people is above 0.");
        if (People is not null && Source?.Trim() is not { Length: >= 2 and <= 100 })
            yield return Problem.Invalid("source", "services.people_source", "请写明人数的出处（2–100 个字）。", "Say where the number comes from (2–100 characters).");
    }
}

/// <summary>The reason of a correction.</summary>
internal sealed record CorrectionBody(string? Reason);

/// <summary>An entry.</summary>
internal sealed record IncomeLine(
    Guid Id, int Year, IncomeSource Source, long Fen, string What, string Voucher, Guid? Corrects, bool Corrected, DateTimeOffset At, string? By, IReadOnlyList<StoredFile> Papers);

internal sealed class EnterIncomeHandler(LinliDb db, CurrentCaller current, IScopeTree tree, IFileStore files, IRegisteredPeople register, TimeProvider time)
    : IHandler<EnterIncome, IncomeLine>, IHandler<CorrectIncome, IncomeLine>, IHandler<CountPeople, int>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/collective/income", (EnterIncome request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(ServicesPermissions.CollectiveKeep).WithTags("collective").WithSummary("Enter an income of the collective 集体收入");
        api.MapPost("/collective/income/{id:guid}/correct", (Guid id, CorrectionBody body, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new CorrectIncome(id, body.Reason), cancel))
            .Needs(ServicesPermissions.CollectiveKeep).WithTags("collective").WithSummary("Take an entry back by an opposite one 冲回");
        api.MapPost("/collective/people", (CountPeople request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(ServicesPermissions.CollectiveKeep).WithTags("collective").WithSummary("Count the people of a year");
    }

    public async Task<Result<IncomeLine>> Handle(EnterIncome request, CancellationToken cancel)
    {
        if (WrongYear(request.Year) is { } wrong)
            return wrong;
        var kept = Books(request.Place);
        if (!kept.Ok)
            return kept.As<IncomeLine>();
        var (place, now) = (kept.Value, Clock.Now(time));
        if (await SameVoucher(place, request, cancel) is { } same)
            return Problem.Conflict("services.voucher_twice", $"凭证 {same.Voucher} 已登记过这类收入（{Yuan.Figure(same.Fen)} 元）。", $"Voucher {same.Voucher} was entered already for this kind of income ({Yuan.Figure(same.Fen)} yuan).") with { Field = "voucher" };
        var entry = new IncomeEntry
        {
            Id = Guid.CreateVersion7(now), Scope = place.Value, Year = request.Year, Source = request.Source, Fen = request.Fen, What = request.What!.Trim(), Voucher = request.Voucher!.Trim(),
            By = current.Value.Account, At = now,
        };
        db.Insert(entry);
        if (request.Papers is { Count: > 0 } papers)
        {
            var attached = await files.Attach([.. papers], IncomeEntry.Files, entry.Id, place, cancel, "papers");
            if (!attached.Ok)
                return attached.As<IncomeLine>();
        }

        return Line(entry, current.Value.Name);
    }

    public async Task<Result<IncomeLine>> Handle(CorrectIncome request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"income {request.Entry}", cancel);
        if (await db.Scoped<IncomeEntry>(current.Value.ScopesFor(ServicesPermissions.CollectiveKeep)).SingleOrDefaultAsync(e => e.Id == request.Entry, cancel) is not { } entry)
            return Problem.NotFound("services.no_income", "没有这笔收入。", "There is no such entry.");
        if (entry.Corrects is not null || await db.Unfiltered<IncomeEntry>().AnyAsync(e => e.Corrects == entry.Id, cancel))
            return Problem.Conflict("services.income_corrected", "这笔已经冲回，或本身就是冲回。", "This was taken back already, or takes another back itself.");
        var now = Clock.Now(time);
        var opposite = new IncomeEntry
        {
            Id = Guid.CreateVersion7(now), Scope = entry.Scope, Year = entry.Year, Source = entry.Source, Fen = -entry.Fen, What = request.Reason!.Trim(), Voucher = entry.Voucher, Corrects = entry.Id,
            By = current.Value.Account, At = now,
        };
        db.Insert(opposite);
        return Line(opposite, current.Value.Name);
    }

    public async Task<Result<int>> Handle(CountPeople request, CancellationToken cancel)
    {
        if (WrongYear(request.Year) is { } wrong)
            return wrong;
        var today = LocalTime.Today(time);
        if (request.People is null && request.Year != today.Year)
            return Problem.Invalid("people", "services.people_past", "往年的人数请填写并注明出处，名册只能数现在。", "For earlier years give the number and its source: the register counts today.");
        var kept = Books(request.Place);
        if (!kept.Ok)
            return kept.As<int>();
        var place = kept.Value;
        var people = request.People ?? await register.Count(place, cancel);
        var row = await db.Unfiltered<CollectiveYear>().SingleOrDefaultAsync(y => y.Scope == place.Value && y.Year == request.Year, cancel);
        if (row is null)
            db.Insert(row = new() { Scope = place.Value, Year = request.Year, People = people, CountedOn = today });
        (row.People, row.CountedOn, row.Source) = (people, today, request.People is null ? null : request.Source!.Trim());
        return people;
    }

    /// <summary>Places whose books somebody keeps: the communities, or groups, of their posts.</summary>
    public static IReadOnlyList<ScopePath> BooksOf(Caller caller, IScopeTree tree) =>
        [.. caller.ScopesFor(ServicesPermissions.CollectiveKeep).Paths.Select(p => tree.CommunityOf(p)?.Path ?? p).Distinct().OrderBy(p => p.Value, StringComparer.Ordinal)];

    private Result<ScopePath> Books(ScopePath? wanted)
    {
        var mine = BooksOf(current.Value, tree);
        if (mine.Count == 0)
            return Problem.Forbidden("services.no_books", "您的岗位不登记集体收入。", "Your post does not keep the collective's books.");
        if (wanted is { } place)
            return mine.Contains(place) ? place : Problem.Forbidden("services.not_your_books", "您不登记这个地方的集体收入。", "You do not keep the books of this place.") with { Field = "place" };
        return mine.Count == 1 ? mine[0] : Problem.Invalid("place", "services.which_books", "您登记几个地方的账，请选择是哪一个。", "You keep the books of several places: say which.");
    }

    // Two accountants with one voucher: the second is refused, unless the first was taken back.
    private async Task<IncomeEntry?> SameVoucher(ScopePath place, EnterIncome request, CancellationToken cancel)
    {
        var (scope, voucher) = (place.Value, request.Voucher!.Trim());
        await db.LockUntilCommit($"collective.{scope}.{request.Year}", cancel);
        return await db.Unfiltered<IncomeEntry>().AsNoTracking()
            .Where(e => e.Scope == scope && e.Year == request.Year && e.Source == request.Source && e.Voucher == voucher && e.Corrects == null && !db.Unfiltered<IncomeEntry>().Any(c => c.Corrects == e.Id))
            .FirstOrDefaultAsync(cancel);
    }

    private Problem? WrongYear(int year) => year >= 1990 && year <= LocalTime.Today(time).Year ? null
        : Problem.Invalid("year", "services.income_year", "年份为 1990 到今年。", "The year is 1990 to this one.");

    private static IncomeLine Line(IncomeEntry entry, string by) => new(entry.Id, entry.Year, entry.Source, entry.Fen, entry.What, entry.Voucher, entry.Corrects, false, entry.At, by, []);
}

/// <summary>Evidence is for whoever reads the board's entries.</summary>
internal sealed class IncomePapers(LinliDb db) : IFileGuard
{
    public string SubjectKind => IncomeEntry.Files;

    public async Task<bool> MaySee(Caller caller, Guid subject, CancellationToken cancel) =>
        await db.Unfiltered<IncomeEntry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == subject, cancel) is { } entry && caller.May(ServicesPermissions.Collective, entry.Scope);
}
