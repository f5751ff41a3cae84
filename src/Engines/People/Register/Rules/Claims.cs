using Linli.Platform.Text;

namespace Linli.People.Register.Rules;

/// <summary>Who may become an owner of a home that others own or claim as well.</summary>
internal static class Claims
{
    /// <summary>Why a claim cannot be granted as things stand; <c>null</c> when nothing speaks against it.</summary>
    /// <param name="claimed">The share asked for; <c>null</c> claims an unnamed one.</param>
    /// <param name="held">What the owners of the register hold together.</param>
    /// <param name="claimsWithoutShare">How many waiting claims to own the home name no share, this one among them.</param>
    public static Phrase? Conflict(Share? claimed, Share.Held held, int claimsWithoutShare)
    {
        if (claimed is { } share && held.With(share))
            return ($"已登记业主合计 {held}，再加 {share} 超过 100%：请先核对产权证，结束原业主关系或不予通过。",
                $"The owners hold {held}: with {share} more it would be above 100 %. Check the certificate, then end the former owner's tie or reject this.");
        if (claimed is null && held.IsAll)
            return ("这套房屋的份额已全部登记：请先核对产权证，结束原业主关系或不予通过。",
                "All shares of this home are registered: check the certificate, then end the former owner's tie or reject this.");
        return claimed is null && claimsWithoutShare > 1
            ? ("有不止一人申请为这套房屋的业主：请核对产权证上的份额后再审核。", "More than one person claims to own this home: check the shares on the certificate before you decide.")
            : null;
    }
}
