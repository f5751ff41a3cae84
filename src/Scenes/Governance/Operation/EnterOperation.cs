using Linli.Ledger;
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

/// <summary>Enters a line: what came in, what was spent, what was subsidised.</summary>
/// <param name="Space">Code of the space.</param>
/// <param name="Month">Such as 2026-11; not to come, and not settled.</param>
/// <param name="Kind">Income, cost or subsidy; each is above 0.</param>
/// <param name="What">2–60 characters without names of people; public.</param>
/// <param name="Fen">In fen, above 0.</param>
/// <param name="Voucher">Number of the voucher, 1–40 characters.</param>
/// <param name="Currency">CNY; nothing else is taken.</param>
/// <param name="IdempotencyKey">Makes sending again harmless.</param>
internal sealed record EnterOperation(string Space, string? Month, OperationKind? Kind, string? What, long Fen, string? Voucher, string? Currency = "CNY", string? IdempotencyKey = null)
    : ICommand<OperationEntered>, IValidated, IRepeatable, IAudited
{
    public string? AuditSubject => Space;

    public IEnumerable<Problem> Problems()
    {
        if (OperationRules.Month(Month) is null)
            yield return OperationBook.WrongMonth("month");
        if (Kind is null)
            yield return Problem.Invalid("kind", "operation.kind", "请选收入、成本或补贴。", "Choose income, cost or subsidy.");
        if (!PlainText.TryCleanLine(What, 60, out var what) || what.Length < 2)
            yield return Problem.Invalid("what", "operation.what", "请写明是什么（2–60 个字，不写人名）。", "Say what it is (2 to 60 characters, no names).");
        if (Fen is <= 0 or > OperationRules.MostFen)
            yield return Problem.Invalid("fen", "operation.amount", "金额应大于 0、不超过 1000 万元；记错了请用冲正。", "An amount is above 0 and at most ten million yuan; a mistake is compensated.");
        if (!PlainText.TryCleanLine(Voucher, 40, out var voucher) || voucher.Length < 1)
            yield return Problem.Invalid("voucher", "operation.voucher", "请填写凭证号。", "Give the number of the voucher.");
        if (Currency != "CNY")
            yield return Problem.Invalid("currency", "operation.currency", "只记人民币；外币请先按银行入账金额折算。", "Renminbi only: enter foreign money as the bank booked it.");
    }
}

/// <summary>A line that was entered.</summary>
internal sealed record OperationEntered(Guid Id);

/// <summary>Compensates a line with one of the opposite amount, in its month or, once that is settled, in the first month that is not.</summary>
internal sealed record CorrectOperation(Guid Id, string? Reason) : ICommand<OperationEntered>, IValidated, IAudited
{
    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (!PlainText.TryCleanLine(Reason, 60, out var reason) || reason.Length < 2)
            yield return Problem.Invalid("reason", "operation.reason", "请写明更正原因（2–60 个字）。", "Say why (2 to 60 characters).");
    }
}

internal sealed class EnterOperationHandler(LinliDb db, CurrentCaller current, OperationBook book, ILedger ledger, TimeProvider time)
    : IHandler<EnterOperation, OperationEntered>, IHandler<CorrectOperation, OperationEntered>, IUseCase
{
    /// <summary>Who posts.</summary>
    public const string Poster = "governance.operation";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/operation/{space}/entries", (string space, EnterOperation request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Space = space }, cancel))
            .Needs(OperationPermissions.Keep).WithTags("operation").WithSummary("Enter a line of the operating ledger 记账");
        api.MapPost("/operation/entries/{id:guid}/correct", (Guid id, CorrectOperation request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Id = id }, cancel))
            .Needs(OperationPermissions.Keep).WithTags("operation").WithSummary("Compensate a line 冲正");
    }

    public async Task<Result<OperationEntered>> Handle(EnterOperation request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"operation.{request.Space}", cancel);
        if (await book.Of(request.Space, current.Value.ScopesFor(OperationPermissions.Keep), cancel) is not { } operation)
            return OperationBook.NotFound;
        var month = OperationRules.Month(request.Month)!.Value;
        if (OperationRules.MayEnter(month, operation.Since, await book.SettledTo(operation.Space, cancel), LocalTime.Today(time)) is { } problem)
            return problem;
        var (now, what) = (Clock.Now(time), KeepOperationHandler.Line(request.What));
        var id = Guid.CreateVersion7(now);
        var transfer = Transfer(operation, id, request.Kind!.Value, what, request.Fen, await book.World(operation, cancel));
        var posted = await ledger.Post(transfer, cancel);
        if (!posted.Ok)
            return posted.As<OperationEntered>();
        db.Insert(new OperationEntry
        {
            Id = id, Scope = operation.Scope, Space = operation.Space, Month = month, Kind = request.Kind.Value, What = what, Fen = request.Fen, Voucher = KeepOperationHandler.Line(request.Voucher),
            Transfer = posted.Value.Id, By = current.Value.Account ?? Guid.Empty, At = now,
        });
        return new OperationEntered(id);
    }

    public async Task<Result<OperationEntered>> Handle(CorrectOperation request, CancellationToken cancel)
    {
        var space = await db.Unfiltered<OperationEntry>().Where(e => e.Id == request.Id).Select(e => e.Space).SingleOrDefaultAsync(cancel);
        await db.LockUntilCommit($"operation.{space}", cancel);
        if (space is null || await book.Of(space, current.Value.ScopesFor(OperationPermissions.Keep), cancel) is not { } operation)
            return OperationBook.NotFound;
        var wrong = await db.Unfiltered<OperationEntry>().SingleAsync(e => e.Id == request.Id, cancel);
        if (wrong.CorrectedBy is not null || wrong.Corrects is not null)
            return Problem.Conflict("operation.corrected", "这一笔已经冲正，或本身就是冲正。", "This line was compensated already, or is a compensation itself.");
        var (now, why) = (Clock.Now(time), KeepOperationHandler.Line(request.Reason));
        var settled = await book.SettledTo(space, cancel);
        var month = settled >= wrong.Month ? settled.Value.AddMonths(1) : wrong.Month;
        if (month > OperationRules.MonthOf(LocalTime.Today(time)))
            return Problem.Conflict("operation.no_open_month", "所有月份都已结算，请下月再更正。", "Every month is settled: correct it next month.");
        var back = await ledger.Reverse(new(wrong.Transfer, Poster, $"correct-{wrong.Id}", ($"更正：{why}", $"Correction: {why}")), cancel);
        if (!back.Ok)
            return back.As<OperationEntered>();
        var id = Guid.CreateVersion7(now);
        wrong.CorrectedBy = id;
        db.Insert(new OperationEntry
        {
            Id = id, Scope = operation.Scope, Space = space, Month = month, Kind = wrong.Kind, What = why, Fen = -wrong.Fen, Voucher = wrong.Voucher, Transfer = back.Value.Id, By = current.Value.Account ?? Guid.Empty, At = now,
            Corrects = wrong.Id,
        });
        return new OperationEntered(id);
    }

    internal static Transfer Transfer(SpaceOperation operation, Guid entry, OperationKind kind, string what, long fen, AccountId world)
    {
        var amount = new Fen(fen);
        var (from, to) = kind == OperationKind.Cost ? (operation.Account, world) : (world, operation.Account);
        return new(Poster, entry.ToString(), kind == OperationKind.Cost ? "space.cost" : kind == OperationKind.Income ? "space.income" : "space.subsidy", (what, what), [Entry.From(from, amount), Entry.To(to, amount)])
        { Subject = $"operation:{operation.Space}" };
    }
}
