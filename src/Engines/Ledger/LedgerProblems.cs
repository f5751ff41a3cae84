using Linli.Platform.Results;

namespace Linli.Ledger;

/// <summary>Problems that several use cases have.</summary>
internal static class LedgerProblems
{
    public static readonly Problem NotYourPlace = Problem.Forbidden("ledger.not_your_place", "您没有在这里这样做的权限。", "You may not do this for this place.");

    public static readonly Problem NoPerson = Problem.Forbidden("ledger.no_person", "还不能确认您是谁：请用本人账号登录，并在“我的家”里完成登记，或到服务台办理。", "It is not certain yet who you are: sign in as a person and register under “My home”, or come to the desk.");

    public static Problem? MonthFault(int month, string field = "month") => month / 100 is < 2020 or > 2099 || month % 100 is < 1 or > 12
        ? Problem.Invalid(field, "ledger.month", "月份写成 202611 这样。", "A month is written like 202611.") : null;
}
