using Linli.Ledger;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Machines.Buy;

/// <summary>Calls a purchase off before the machine has heard of it.</summary>
/// <param name="Id">Which.</param>
internal sealed record CancelSession(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>Pays what a wallet did not have when a purchase was settled.</summary>
/// <param name="Id">Which purchase.</param>
internal sealed record PayRest(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

internal sealed class CancelSessionHandler(LinliDb db, OwnSessions own, MachineBook book, SessionDesk desk, ILedger ledger)
    : IHandler<CancelSession, Done>, IHandler<PayRest, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/machines/sessions/{id:guid}/cancel", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new CancelSession(id), cancel))
            .Needs(Access.SignedIn).WithTags("machines").WithSummary("Call a purchase off before it begins 取消购买");
        api.MapPost("/machines/sessions/{id:guid}/pay-rest", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new PayRest(id), cancel))
            .Needs(Access.SignedIn).WithTags("machines").WithSummary("Pay what was left open 补付");
    }

    public async Task<Result<Done>> Handle(CancelSession request, CancellationToken cancel)
    {
        var found = await Locked(request.Id, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var (machine, session) = found.Value;
        if (session is { State: SessionState.Released, Reason: SessionReasons.Cancelled })
            return Done.It;
        var command = await db.Records<MachineCommand>().SingleAsync(c => c.Session == session.Id, cancel);
        if (session.State != SessionState.Authorised || command.GivenAt is not null)
            return Problem.Conflict("market.machine_begun", "设备已经开始，不能取消；没有出货的部分不会扣款。", "The machine has begun: it cannot be called off. What does not come out is not charged.");
        await desk.Withdraw(machine, session, command, SessionReasons.Cancelled, cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(PayRest request, CancellationToken cancel)
    {
        var found = await Locked(request.Id, cancel);
        if (!found.Ok)
            return found.As<Done>();
        var (machine, session) = found.Value;
        if (session.DebtFen == 0 || session.DebtClosed is not null)
            return Done.It;
        var shop = await ledger.Open(new(new(OwnerKind.Shop, machine.Shop), LedgerUnit.Fen, SessionDesk.Takings, machine.Place, null), cancel);
        var fen = new Fen(session.DebtFen);
        var paid = await ledger.Post(
            new(SessionDesk.Poster, $"{session.Id:D}.debt", "machine.sale", ($"{machine.NameZh}补付 {session.Number}", $"Paid later for {session.Number}"), [Entry.From(session.Wallet, fen), Entry.To(shop, fen)])
            { Subject = session.Id.ToString("D") }, cancel);
        if (!paid.Ok)
            return WalletShortage.Of(await ledger.Balance(session.Wallet, cancel), fen, $"/machines/s/{session.Id}") ?? paid.Problem;
        (session.DebtTransfer, session.DebtPaidFen) = (paid.Value.Id, session.DebtFen);
        (session.ChargedFen, session.DebtFen) = (session.ChargedFen + session.DebtFen, 0);
        await desk.Moved(machine, session, cancel);
        return Done.It;
    }

    private async Task<Result<(Machine, MachineSession)>> Locked(Guid id, CancellationToken cancel)
    {
        if (await own.All().AsNoTracking().Where(s => s.Id == id).Select(s => (Guid?)s.Machine).SingleOrDefaultAsync(cancel) is not { } at || await book.Lock(at, cancel) is not { } machine)
            return OwnSessions.NotFound;
        return (machine, await own.All().SingleAsync(s => s.Id == id, cancel));
    }
}
