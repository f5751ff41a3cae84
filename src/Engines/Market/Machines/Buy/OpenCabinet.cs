using System.Text.Json.Serialization;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Market.Machines.Buy;

/// <summary>
/// Opens a cabinet (授权开门): a deposit is set aside, the door opens, and it is settled by what is missing once the door is closed. For
/// verified residents, and for others where the machine takes a deposit of them.
/// </summary>
/// <param name="OnBehalfOf">Somebody of the family whose wallet pays.</param>
/// <param name="IdempotencyKey">Made by the client: sent again, it is the same purchase.</param>
/// <param name="Seen">The prices that were shown, <see cref="MachineFace.Seen"/>; other ones meanwhile are said, not charged. Left out, those of the moment hold.</param>
/// <param name="Insurance">Medicine is paid by the buyer's medical insurance as far as it goes, their own and the family account's; the wallet pays the rest. Only for oneself.</param>
internal sealed record OpenCabinet(Guid? OnBehalfOf = null, string? IdempotencyKey = null, string? Seen = null, bool Insurance = false) : ICommand<SessionBegun>, IRepeatable, IAudited
{
    /// <summary>Code of the machine.</summary>
    [JsonIgnore]
    public string Code { get; init; } = "";

    public string? AuditSubject => MachineBook.Normal(Code);

    object IRepeatable.Wish => new { Code = MachineBook.Normal(Code), OnBehalfOf, Seen, Insurance };
}

internal sealed class OpenCabinetHandler(LinliDb db, MachineBook book, SessionDesk desk, Payers payers, IActingFor family) : IHandler<OpenCabinet, SessionBegun>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/machines/{code}/open", (string code, OpenCabinet request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Code = code }, cancel))
            .Needs(Access.SignedIn).WithTags("machines").WithSummary("Open a cabinet 果蔬柜开门");

    public async Task<Result<SessionBegun>> Handle(OpenCabinet request, CancellationToken cancel)
    {
        var payer = await payers.Find(request.OnBehalfOf, cancel);
        if (!payer.Ok)
            return payer.As<SessionBegun>();
        if (request.Insurance && (payer.Value.For is not null || !payers.IsVerified))
            return Problem.Invalid("insurance", "market.machine_insurance_own", "医保只能由已认证的本人使用，代买请用钱包付。", "Insurance pays for the verified buyer alone: for somebody else pay by wallet.");
        if (await book.Lock(request.Code, cancel) is not { Kind: MachineKind.Cabinet } machine)
            return MachineBook.NotFound;
        if (payers.DepositAt(machine) is not { } deposit)
            return Problem.Forbidden("market.machine_verified_only", "果蔬柜先取后付，只对已认证居民开放。请先完成居民认证。", "The cabinet is paid afterwards and opens for verified residents only: register your home first.");
        if (book.NotReady(machine) is { } notReady)
            return notReady;
        var person = payer.Value.Person;
        // One's own purchases, wherever they were.
        if (await db.Unfiltered<MachineSession>().Where(s => s.Person == person && s.DebtFen > 0 && s.DebtClosed == null).OrderBy(s => s.At).FirstOrDefaultAsync(cancel) is { } open)
            return Problem.Conflict("market.machine_debt", $"订单 {open.Number} 还差 {Yuan.Words(open.DebtFen).Zh}，补付后可以继续使用。", $"{Yuan.Words(open.DebtFen).En} of {open.Number} is still open: pay it first.");
        var offers = await book.Offers(machine.Id, cancel);
        if (book.NotSold(machine, offers.Select(o => o.Shelf)) is { } notSold)
            return notSold;
        var terms = offers.Select(o => o.Terms).OfType<ShelfTerms>().ToList();
        if (request.Seen is { } seen && seen != MachineRules.Seen(terms))
            return Problem.Conflict("market.machine_price_changed", "价格刚刚变了，请看清新价格再开门。没有扣款。", "Prices have just changed: look at them before you open the door. Nothing was charged.");
        if (terms.Count == 0)
            return Problem.Conflict("market.machine_empty", "柜里还没有上架商品。", "Nothing is sold in this cabinet yet.");
        var begun = await desk.Begin(machine, payer.Value, deposit, terms, null, null, cancel, request.Insurance);
        if (!begun.Ok)
            return begun.As<SessionBegun>();
        if (payer.Value.For is { } other)
            family.Record(other, FamilyMatters.Book, begun.Value.Id.ToString(), ($"打开{machine.NameZh}代为购买", $"Opened {machine.NameEn} to buy"), $"/machines/s/{begun.Value.Id}");
        return new SessionBegun(begun.Value.Id, begun.Value.Number, begun.Value.HoldFen);
    }
}
