using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;

namespace Linli.Market.Machines.Buy;

/// <summary>Who pays at a machine.</summary>
/// <param name="Person">Whose wallet.</param>
/// <param name="Place">Where they are at home.</param>
/// <param name="For">The agreement, when family acts for them.</param>
internal sealed record Payer(Guid Person, ScopePath? Place, ActedFor? For);

/// <summary>Finds who pays: the caller, or somebody of the family they may act for. Children under 14 never pay (R38).</summary>
internal sealed class Payers(CurrentCaller current, IActingFor family, ICareLists register)
{
    private const int OldEnough = 14;

    public async Task<Result<Payer>> Find(Guid? onBehalfOf, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me)
            return current.Value.NamedPerson is null
                ? Problem.Forbidden("market.machine_no_person", "请用居民账号登录后购买。", "Sign in as a resident to buy here.")
                : Problem.Forbidden("market.machine_claim", "请先在“我的家”确认本人身份，再来购买。", "First show on “My home” that you are this person.");
        if (await IsChild(me, cancel))
            return Problem.Forbidden("market.machine_child", "不满 14 周岁不能自己付款，请家长来买。", "Under 14 nobody pays alone: ask a parent to buy.");
        ActedFor? other = null;
        if (onBehalfOf is { } person && person != me)
        {
            var found = await family.For(person, FamilyMatters.Book, cancel);
            if (!found.Ok)
                return found.As<Payer>();
            other = found.Value;
            if (await IsChild(person, cancel))
                return Problem.Invalid("onBehalfOf", "market.machine_child_wallet", "孩子的钱包不能付款，请用您自己的钱包。", "A child's wallet does not pay: use your own.");
        }

        return new Payer(other?.Person ?? me, current.Value.HomeScopes.Count > 0 && other is null ? current.Value.HomeScopes[0] : null, other);
    }

    /// <summary>Whether the caller is a verified resident.</summary>
    public bool IsVerified => current.Value.HomeScopes.Count > 0 || current.Value.Grants.Any(g => g.Post == Posts.Resident);

    /// <summary>What a cabinet sets aside for the caller; <c>null</c> when it does not open for them.</summary>
    public long? DepositAt(Machine machine) => IsVerified ? machine.DepositFen : machine.GuestDepositFen;

    // Whoever somebody answers for is a child until the register knows better.
    private async Task<bool> IsChild(Guid person, CancellationToken cancel) => (await register.Facts(person, cancel))?.Age is { } age
        ? age < OldEnough : (await register.GuardianAccountsOf(person, cancel)).Count > 0;
}
