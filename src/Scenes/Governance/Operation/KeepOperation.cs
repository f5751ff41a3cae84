using Linli.Ledger;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Governance.Operation;

/// <summary>Opens the operating ledger of a space, or names its parties anew.</summary>
/// <param name="Space">Code of the space.</param>
/// <param name="Since">First month, such as 2026-01; fixed once it stands.</param>
/// <param name="Government">Who invested for the public, 2–60 characters.</param>
/// <param name="Collective">The village collective.</param>
/// <param name="Operator">Who runs it.</param>
internal sealed record KeepOperation(string Space, string? Since, string? Government, string? Collective, string? Operator) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Space;

    public IEnumerable<Problem> Problems()
    {
        if (OperationRules.Month(Since) is null)
            yield return OperationBook.WrongMonth("since");
        foreach (var (field, text) in new[] { ("government", Government), ("collective", Collective), ("operator", Operator) })
            if (!PlainText.TryCleanLine(text, 60, out var clean) || clean.Length < 2)
                yield return Problem.Invalid(field, "operation.party", "请填写参与方名称（2–60 个字）。", "Name the party (2 to 60 characters).");
    }
}

/// <summary>Says how a surplus is shared from a month on; months that are settled keep the rule they had.</summary>
/// <param name="Space">Code of the space.</param>
/// <param name="From">First month, such as 2026-07.</param>
/// <param name="PublicBp">Returned to public benefit first, in hundredths of a percent: 3,000 is 30 %.</param>
/// <param name="GovernmentBp">Of the rest.</param>
/// <param name="CollectiveBp">Of the rest.</param>
/// <param name="OperatorBp">Of the rest; the three make up 10,000.</param>
/// <param name="Source">Where it was decided, 2–100 characters.</param>
internal sealed record KeepShareRule(string Space, string? From, int PublicBp, int GovernmentBp, int CollectiveBp, int OperatorBp, string? Source) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Space;

    public IEnumerable<Problem> Problems()
    {
        if (OperationRules.Month(From) is null)
            yield return OperationBook.WrongMonth("from");
        if (PublicBp is < 0 or > 10_000)
            yield return Problem.Invalid("publicBp", "operation.public_share", "反哺公益的比例为 0–100%。", "The share returned to the public is 0 to 100 %.");
        if (GovernmentBp < 0 || CollectiveBp < 0 || OperatorBp < 0 || (long)GovernmentBp + CollectiveBp + OperatorBp != 10_000)
            yield return Problem.Invalid("collectiveBp", "operation.shares", "三方比例都不能为负，合计须为 100%。", "No share is negative, and the three make up 100 %.");
        if (!PlainText.TryCleanLine(Source, 100, out var source) || source.Length < 2)
            yield return Problem.Invalid("source", "operation.source", "请写明依据（会议纪要、合同）。", "Say where it was decided (minutes, contract).");
    }
}

/// <summary>What several use cases of operating ledgers do.</summary>
internal sealed class OperationBook(LinliDb db, ILedger ledger)
{
    /// <summary>Purpose of the account that the operation of a space lies on.</summary>
    public const string Purpose = "operation";

    public static readonly Problem NotFound = Problem.NotFound("operation.not_found", "没有找到这个空间的运营台账。", "There is no operating ledger of this space.");

    public static Problem WrongMonth(string field) => Problem.Invalid(field, "operation.month", "月份请写成 2026-11。", "Write the month as 2026-11.");

    public Task<SpaceOperation?> Of(string space, ScopeSet scopes, CancellationToken cancel) => db.Scoped<SpaceOperation>(scopes).SingleOrDefaultAsync(o => o.Space == space, cancel);

    /// <summary>The last month that was settled.</summary>
    public Task<DateOnly?> SettledTo(string space, CancellationToken cancel) => db.Unfiltered<OperationSettlement>().Where(s => s.Space == space).MaxAsync(s => (DateOnly?)s.To, cancel);

    /// <summary>The other side of what a space takes in and spends.</summary>
    public Task<AccountId> World(SpaceOperation operation, CancellationToken cancel) => ledger.Open(
        new(new(OwnerKind.Outside, $"space-{operation.Space}"), LedgerUnit.Fen, "operation", ScopePath.Parse(operation.Scope, null), null) { Label = ($"{operation.NameZh}：外部收付", $"{operation.NameEn}: the world outside") }, cancel);

    /// <summary>One transfer to everybody who shares.</summary>
    public async Task<Transfer> Settlement(SpaceOperation operation, Guid id, DateOnly from, DateOnly to, Shares shares, CancellationToken cancel)
    {
        var place = ScopePath.Parse(operation.Scope, null);
        var entries = new List<Entry> { Entry.From(operation.Account, new Fen(shares.Sum)) };
        foreach (var (owner, purpose, label, fen) in new (AccountOwner Owner, string Purpose, string Label, long Fen)[]
        {
            (new(OwnerKind.Fund, $"public-{place.Code}"), "public-benefit", "公益反哺", shares.Public), (new(OwnerKind.Outside, $"government-{operation.Space}"), "space-share", operation.Government, shares.Government),
            (new(OwnerKind.Cooperative, $"collective-{operation.Space}"), "space-share", operation.Collective, shares.Collective), (new(OwnerKind.Operator, $"operator-{operation.Space}"), "space-share", operation.Operator, shares.Operator),
        })
            if (fen > 0)
                entries.Add(Entry.To(await ledger.Open(new(owner, LedgerUnit.Fen, purpose, place, null) { Label = (label, label) }, cancel), new Fen(fen)));
        var period = $"{OperationRules.Say(from)}–{OperationRules.Say(to)}";
        return new(EnterOperationHandler.Poster, $"settle-{id}", "space.settle", ($"{operation.NameZh} {period} 结算", $"{operation.NameEn}: {period} settled"), entries) { Subject = $"operation:{operation.Space}" };
    }
}

internal sealed class KeepOperationHandler(LinliDb db, CurrentCaller current, OperationBook book, ISpaces spaces, ILedger ledger, TimeProvider time)
    : IHandler<KeepOperation, Done>, IHandler<KeepShareRule, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/operation/{space}", (string space, KeepOperation request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Space = space }, cancel))
            .Needs(OperationPermissions.Settle).WithTags("operation").WithSummary("Open the operating ledger of a space 运营台账");
        api.MapPost("/operation/{space}/rules", (string space, KeepShareRule request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Space = space }, cancel))
            .Needs(OperationPermissions.Settle).WithTags("operation").WithSummary("Say how a surplus is shared 收益分配规则");
    }

    public async Task<Result<Done>> Handle(KeepOperation request, CancellationToken cancel)
    {
        if (await spaces.Find(request.Space, cancel) is not { } space || !current.Value.May(OperationPermissions.Settle, space.Place))
            return Problem.Invalid("space", "operation.space", "空间台账里没有您负责的这个空间。", "The space ledger has no such space of yours.");
        if (OperationRules.Month(request.Since) is not { } since || since > OperationRules.MonthOf(LocalTime.Today(time)))
            return OperationBook.WrongMonth("since");
        var operation = await book.Of(space.Code, ScopeSet.Of([space.Place]), cancel);
        if (operation is null)
        {
            var account = await ledger.Open(
                new(new(OwnerKind.Operator, $"space-{space.Code}"), LedgerUnit.Fen, OperationBook.Purpose, space.Place, null) { Label = ($"{space.Name.Zh}运营", $"Operation of {space.Name.En}") }, cancel);
            db.Insert(operation = new()
            {
                Space = space.Code, Scope = space.Place.Value, NameZh = "", NameEn = "", Since = since, Government = "", Collective = "", Operator = "", Account = account,
            });
        }

        (operation.NameZh, operation.NameEn) = (space.Name.Zh, space.Name.En);
        (operation.Government, operation.Collective, operation.Operator) = (Line(request.Government), Line(request.Collective), Line(request.Operator));
        return Done.It;
    }

    public async Task<Result<Done>> Handle(KeepShareRule request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"operation.{request.Space}", cancel);
        if (await book.Of(request.Space, current.Value.ScopesFor(OperationPermissions.Settle), cancel) is not { } operation)
            return OperationBook.NotFound;
        var from = OperationRules.Month(request.From)!.Value;
        if (await book.SettledTo(operation.Space, cancel) is { } settled && from <= settled)
            return Problem.Conflict("operation.rule_settled", $"{OperationRules.Say(settled)} 及以前已按当时的规则结算。", $"Up to {OperationRules.Say(settled)} everything is settled by the rule of its time.") with { Field = "from" };
        if (await db.Records<ShareRule>().AnyAsync(r => r.Space == operation.Space && r.From == from, cancel))
            return Problem.Conflict("operation.rule_exists", "这个月已有一版规则，请从别的月份开始。", "There is a rule from this month: begin with another one.") with { Field = "from" };
        var now = Clock.Now(time);
        db.Records<ShareRule>().Add(new()
        {
            Id = Guid.CreateVersion7(now), Space = operation.Space, From = from, PublicBp = request.PublicBp, GovernmentBp = request.GovernmentBp, CollectiveBp = request.CollectiveBp, OperatorBp = request.OperatorBp,
            Source = Line(request.Source), At = now,
        });
        return Done.It;
    }

    internal static string Line(string? text)
    {
        PlainText.TryCleanLine(text, 200, out var clean);
        return clean;
    }
}
