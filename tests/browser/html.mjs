// Whether each page is valid HTML.
import {join} from 'node:path'
import {HtmlValidate} from 'html-validate'

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    // The mark of a file that we made follows the doctype, and ours is in lower case, as every element is.
    'doctype-style': ['error', {style: 'lowercase'}],
    // The length of a title is the organisation's choice.
    'long-title': 'off',
    // No native element has a list of links that a field searches.
    'prefer-native-element': ['error', {exclude: ['listbox']}],
    // What comes from the same place as the page needs no digest; nothing else may come, by the policy.
    'require-sri': ['error', {target: 'crossorigin'}],
  },
})

/** Faults in the text of a page. */
export async function invalidHtml(folder, path) {
  const {results} = await validator.validateFile(join(folder, path))
  return results.flatMap(({messages}) =>
    messages.map(({ruleId, message, line}) => `html-validate ${ruleId}, line ${line}: ${message}`),
  )
}
