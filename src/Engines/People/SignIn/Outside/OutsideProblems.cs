using Linli.Platform.Results;

namespace Linli.People.SignIn.Outside;

/// <summary>Why an account of another house opens nothing; each with what to do instead.</summary>
internal static class OutsideProblems
{
    public static readonly Problem Unknown = Problem.NotFound("outside_unknown",
        "没有这种登录方式，请用手机验证码登录。", "There is no such way to sign in: use a code by phone.");

    public static readonly Problem SignInFirst = new("outside_sign_in_first",
        ("请先登录，再关联账号。", "Sign in first, then link an account."), ProblemKind.NotSignedIn);

    public static readonly Problem Lost = Problem.Invalid("state", "outside_lost",
        "登录已过期或不是从本页面发起的，请重新开始。", "This sign-in has expired or was not begun in this browser: begin again.");

    public static readonly Problem Cancelled = Problem.Invalid("error", "outside_cancelled",
        "您取消了登录，可以再试一次，或用手机验证码登录。", "You cancelled the sign-in: try again, or use a code by phone.");

    public static readonly Problem Unreachable = new("outside_unreachable",
        ("对方服务暂时无法使用，请用手机验证码登录。", "The other service cannot be used right now: use a code by phone."), (ProblemKind)502);

    public static readonly Problem Disbelieved = Problem.Forbidden("outside_disbelieved",
        "对方的登录结果没有通过核验，请重新登录。", "What the other service says could not be verified: sign in again.");

    public static readonly Problem Elsewhere = Problem.Conflict("outside_elsewhere",
        "这个外部账号已关联到别的用户。请先在那里解除关联。", "This account is linked to somebody else: it must be unlinked there first.");

    public static readonly Problem Already = Problem.Conflict("outside_already",
        "您已关联了该平台的另一个账号，请先解除。", "You have linked another account of this service: unlink it first.");

    public static readonly Problem NotForStaff = Problem.Forbidden("outside_not_for_staff",
        "工作人员不能用这种方式登录。", "Staff cannot sign in this way.");

    public static readonly Problem Refused = Problem.Forbidden("outside_refused",
        "对方没有同意这次登录，请稍后再试，或用手机验证码登录。", "The other service refused this sign-in: try again later, or use a code by phone.");

    public static readonly Problem Busy = new("outside_busy",
        ("对方服务正忙，请过几分钟再试，或用手机验证码登录。", "The other service is busy: try again in some minutes, or use a code by phone."), (ProblemKind)503);

    /// <summary>What an error of RFC 6749 § 4.1.2.1 means for a person.</summary>
    public static Problem OfError(string error) => error switch
    {
        "access_denied" => Cancelled,
        "temporarily_unavailable" or "server_error" => Busy,
        _ => Refused,
    };

    private static readonly Dictionary<string, Problem> All = new[]
    {
        Unknown, SignInFirst, Lost, Cancelled, Unreachable, Disbelieved, Elsewhere, Already, NotForStaff, Refused, Busy, AccountProblems.Suspended.Refusal!,
    }.ToDictionary(p => p.Code);

    /// <summary>The problem that an address names; <see cref="Lost"/> for anything else.</summary>
    public static Problem Of(string? code) => code is not null && All.TryGetValue(code, out var problem) ? problem : Lost;
}
